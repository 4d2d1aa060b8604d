import { test } from 'tap'
import { applies, type Question } from '#test/fixtures/one-policy.ts'

const device = (rule: string, deviceInfo?: Record<string, unknown> | null, mode = 'include'): Question =>
  ({ is: { devices: { deviceFilter: { mode, rule } } }, given: deviceInfo === undefined ? {} : { deviceInfo } })
const intune = '0000000a-0000-0000-c000-000000000000'

const cases: [string, Question, boolean | null][] = [
  ['a positive term is false on no device', device('device.model -startsWith "Surf"'), false],
  ['a negative term is true on no device', device('device.model -notStartsWith "Surf"'), true],
  ['a property that is not named is null', device('device.model -eq null', {}), true],
  ['and so not different from null', device('device.model -ne null', {}), false],
  ['a registered device is not compliant unless it says so', device('device.isCompliant -eq False', {}), true],
  ['no device is neither compliant nor not', device('device.isCompliant -eq False', null), false],
  ['values are compared without letter case', device('device.trustType -eq "serverad"', { trustType: 'ServerAD' }), true],
  ['property names too', device('DEVICE.deviceid -in ["a", "b"]', { deviceId: 'B' }), true],
  ['the prefix may be left out', device('model -contains "face"', { model: 'Surface' }), true],
  ['the hyphen may be left out', device('device.model eq "x"', { model: 'x' }), true],
  ['not binds before and, and before or', device('-not device.model -eq "a" -and device.model -eq "b" -or device.model -eq "a"', { model: 'a' }), true],
  ['parentheses group', device('-not (device.model -eq "a" -or device.model -eq "b")', { model: 'b' }), false],
  ['a backtick escapes a quote', device('device.displayName -eq "my `"box`""', { displayName: 'my "box"' }), true],
  ['an extension attribute of an unmanaged device is null', device('device.extensionAttribute1 -eq "SAW"', { extensionAttribute1: 'SAW' }), false],
  ['one of a hybrid device is not', device('device.extensionAttribute1 -eq "SAW"', { extensionAttribute1: 'SAW', trustType: 'ServerAD' }), true],
  ['nor one of a device in Intune', device('device.extensionAttribute15 -eq "SAW"', { extensionAttribute15: 'SAW', mdmAppId: intune }), true],
  ['ownership is read as such', device('device.deviceOwnership -eq "Company"', { ownership: 'Company' }), true],
  ['a whole label matches', device('device.systemLabels -contains "M365Managed"', { systemLabels: ['m365managed'] }), true],
  ['a part of a label does not', device('device.systemLabels -contains "M365"', { systemLabels: ['M365Managed'] }), false],
  ['an excluding filter turns it around', device('device.model -eq "a"', { model: 'a' }, 'exclude'), false],
  ['an operator outside the table makes the condition unknown', device('device.isCompliant -startsWith "T" -or device.model -eq "a"', { model: 'a' }), null],
  ['so does a property outside it', device('device.colour -eq "red"', { model: 'a' }), null],
  ['so does a rule that does not parse', device('device.model -eq', { model: 'a' }), null],
  ['so does a list for an operator that takes none', device('device.model -eq ["a"]', { model: 'a' }), null],
  ['so does a mode that is not known', device('device.model -eq "a"', { model: 'a' }, 'report'), null]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}
