import fc from 'fast-check'
import t from 'tap'
import { csvHead, csvLine, memberLine } from '#src/reports/csv.ts'

/** A reader of RFC 4180 that knows nothing of how the lines are written. */
function read(text: string): string[][] {
  const records: string[][] = [[]]
  let rest = text
  while (rest !== '') {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/.exec(rest)
    if (found === null) throw new Error(`not a record of RFC 4180: ${JSON.stringify(rest.slice(0, 80))}`)
    const [whole, quoted, bare = '', end] = found
    records.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
    if (end === '\r\n' && rest !== '') records.push([])
  }
  return records
}

const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '\'', ' ', 'a', '1', 'é') }))
const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 6 })

t.test('what is written is read again by RFC 4180, but for the apostrophe before a formula', t => {
  fc.assert(fc.property(records, rows => {
    const back = read(rows.map(csvLine).join(''))
    t.same(back, rows.map(row => row.map(text => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text)))
  }))
  t.end()
})

t.test('no cell, as a spreadsheet sees it, begins with what begins a formula', t => {
  fc.assert(fc.property(records, rows => {
    for (const text of read(rows.map(csvLine).join('')).flat()) if (/^[=+\-@\t\r]/.test(text)) throw new Error(JSON.stringify(text))
  }))
  t.same(csvLine(['=cmd|\' /C calc\'!A0', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '"=1', 'a=1']), '"\'=cmd|\' /C calc\'!A0","\'+1","\'-1","\'@SUM(A1)","\'\tx","\'\rx","""=1",a=1\r\n')
  t.end()
})

t.test('the first line names the columns after a byte order mark, and a user in several gaps is one line', t => {
  t.equal(csvHead, '\uFEFFrequirement,userId,userPrincipalName,displayName,state,conditions\r\n')
  const member = { requirement: 'mfa-all-users', id: 'u-1', userPrincipalName: 'ada@lantern.example', displayName: 'Ångström, Ada', state: 'coveredExcept', when: ['on platform linux', 'from abroad'] } as const
  t.equal(memberLine(member), 'mfa-all-users,u-1,ada@lantern.example,"Ångström, Ada",covered except,on platform linux; or from abroad\r\n')
  t.end()
})
