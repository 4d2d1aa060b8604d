import fc from 'fast-check'
import { test } from 'tap'
import { isDay, momentOf } from '#src/domain/moment.ts'
import { hasExpired } from '#src/domain/settings.ts'

const dates = fc.date({ min: new Date('1600-01-01T00:00:00Z'), max: new Date('9999-12-30T23:59:59Z'), noInvalidDate: true })

test('a date with time is the moment that the platform reads', t => {
  fc.assert(fc.property(dates, fc.constantFrom('Z', '+00:00', '+05:30', '-11:00'), (date, zone) => {
    const text = date.toISOString().replace('Z', zone)
    return Math.abs(momentOf(text) - Date.parse(text) / 1000) < 0.0005
  }))
  t.end()
})

test('a date alone lasts to its end, in UTC', t => {
  t.equal(hasExpired({ expiresAt: '2027-01-31' }, '2027-01-31T23:59:59.000Z'), false)
  t.equal(hasExpired({ expiresAt: '2027-01-31' }, '2027-02-01T00:00:00Z'), true)
  t.equal(hasExpired({ expiresAt: '2027-01-31T12:00:00+02:00' }, '2027-01-31T10:00:01Z'), true)
  t.equal(hasExpired({ expiresAt: '2027-01-31T12:00:00+02:00' }, '2027-01-31T10:00:00Z'), false)
  t.end()
})

test('without an expiry, without a moment, or where either cannot be read, nothing expires', t => {
  for (const [expiresAt, at] of [[null, '2027-02-01T00:00:00Z'], ['2027-01-31', null], ['soon', '2027-02-01T00:00:00Z'], ['2027-01-31', 'late']] as const) {
    t.equal(hasExpired({ expiresAt }, at), false, `${expiresAt} ${at}`)
  }
  t.end()
})

test('what is on no calendar and no clock is no moment', t => {
  for (const text of ['2027-02-29', '2027-13-01', '2027-00-10', '2027-04-31', '1900-02-29', '2027-1-1', '2027-01-01T25:00:00Z', '2027-01-01T10:00:00', '31.01.2027', '']) t.ok(Number.isNaN(momentOf(text)), text)
  t.same(['2028-02-29', '2000-02-29', '2027-12-31'].map(isDay), [true, true, true])
  t.equal(isDay('2027-01-31T00:00:00Z'), false)
  t.end()
})
