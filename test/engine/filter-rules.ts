import { test } from 'tap'
import { deviceFilter, deviceTruth, type Device } from '#src/engine/conditions/devices.ts'
import { parseRule } from '#src/engine/device-filter/parse.ts'
import { FALSE, TRUE, UNKNOWN, type Truth } from '#src/engine/truth.ts'

const unregistered: Device = undefined
const device = (properties: Record<string, string | boolean | string[]>): Device => new Map(Object.entries(properties))

const cases: [rule: string, device: Device, truth: Truth, why: string][] = [
  ['device.isCompliant -eq True', unregistered, FALSE, 'a positive operator fails on an unregistered device'],
  ['device.isCompliant -ne True', unregistered, TRUE, 'a negative operator matches on an unregistered device'],
  ['device.isCompliant -ne True', device({}), TRUE, 'a registered device is not compliant by default'],
  ['device.trustType -ne "ServerAD" -or device.isCompliant -ne True', device({ trusttype: 'ServerAD', iscompliant: true }), FALSE, 'both terms fail'],
  ['device.model -startsWith "Surf" -and -not (device.displayName -contains "KIOSK")', device({ model: 'surface', displayname: 'x-kiosk-1' }), FALSE, 'not binds tighter than and'],
  ['device.model -eq "a" -or device.model -eq "b" -and device.displayName -eq "c"', device({ model: 'a' }), TRUE, 'and binds tighter than or'],
  ['device.deviceOwnership -eq "Company"', device({ ownership: 'company' }), TRUE, 'deviceOwnership reads ownership, without letter case'],
  ['device.operatingSystem -in ["Windows", "iOS"]', device({ operatingsystem: 'ios' }), TRUE, 'in compares each element'],
  ['device.operatingSystem -notIn ["Windows", "iOS"]', unregistered, TRUE, 'notIn matches null'],
  ['device.systemLabels -contains "M365Managed"', device({ systemlabels: ['M365'] }), FALSE, 'collections compare whole elements'],
  ['device.extensionAttribute1 -eq "SAW"', device({ extensionattribute1: 'SAW', trusttype: 'Workplace' }), FALSE, 'an unmanaged device shows no extension attributes'],
  ['device.extensionAttribute1 -eq "SAW"', device({ extensionattribute1: 'SAW', mdmappid: '0000000a-0000-0000-c000-000000000000' }), TRUE, 'a managed one does'],
  ['device.displayName -eq null', device({}), TRUE, 'a missing property equals null'],
  ['device.displayName -ne null', device({ displayname: 'x' }), TRUE, 'a present one does not'],
  ['device.displayName -eq "say `"hi`""', device({ displayname: 'say "hi"' }), TRUE, 'a quote is escaped with a backtick'],
  ['device.colour -eq "red"', device({}), UNKNOWN, 'an unknown property cannot be judged'],
  ['device.isCompliant -startsWith "T"', device({}), UNKNOWN, 'an operator outside the table cannot be judged'],
  ['device.model -match "x"', device({}), UNKNOWN, 'an operator of dynamic groups cannot be judged'],
  ['device.model -eq', device({}), UNKNOWN, 'a rule that does not parse cannot be judged'],
  ['', device({}), UNKNOWN, 'an empty rule cannot be judged']
]

for (const [rule, subject, truth, why] of cases) {
  test(`${why}: ${rule}`, t => {
    t.equal(deviceTruth(deviceFilter({ mode: 'include', rule }), subject), truth)
    t.equal(deviceTruth(deviceFilter({ mode: 'exclude', rule }), subject), truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE)
    t.end()
  })
}

test('an error says where in the rule it is', t => {
  t.match(parseRule('device.model -eq "x', 'device'), { error: 'the quote is not closed', at: 17 })
  t.match(parseRule('(device.model -eq "x"', 'device'), { error: 'a closing parenthesis is missing', at: 21 })
  t.match(parseRule('device.model -like "x"', 'device'), { error: '`-like` is not an operator of filter rules', at: 13 })
  t.match(parseRule('device.model -eq "x" "y"', 'device'), { error: '`y` is not expected here', at: 21 })
  t.match(parseRule('device.model -in ["x" "y"]', 'device'), { at: 22 })
  t.match(parseRule('device.model -eq ["x"]', 'device'), { error: '`-eq` takes one value', at: 17 })
  t.match(parseRule('device.model -in "x"', 'device'), { error: '`-in` takes a list', at: 17 })
  t.match(parseRule(`device.model -eq "${'x'.repeat(3100)}"`, 'device'), { at: 3072 })
  t.end()
})
