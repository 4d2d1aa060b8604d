import { test } from 'tap'
import { changeStates, type Change, type ChangeState } from '#src/domain/change.ts'
import { decide, ended, type Command } from '#src/changes/decide.ts'
import { draftContent } from '#test/fixtures/changes.ts'

const at = '2026-11-23T10:00:00.000Z'
const [contentHash, otherHash] = ['a'.repeat(64), 'b'.repeat(64)]

const outcome = { asAnnounced: true, summary: '', requirements: [] }

function change(state: ChangeState, changed: Partial<Change> = {}): Change {
  return {
    id: '1', version: 1, state, draftId: 'd', ...draftContent(), justification: '', ticket: null, override: null, contentHash, submittedBy: 'submitter', byApplication: false,
    submittedAt: at, expiresAt: '2026-11-30T10:00:00.000Z', approvalsNeeded: 1, decisions: [], comments: [], objectId: null, writtenAt: null, outcome: null, rolledBackBy: null,
    detail: null, updatedAt: at, ...changed
  }
}

const moves: readonly Command[] = [
  { do: 'approve', by: 'approver', at, contentHash, comment: null }, { do: 'approveStanding', by: 'author', at }, { do: 'reject', by: 'approver', at, contentHash, comment: null },
  { do: 'withdraw', by: 'submitter' }, { do: 'expire', at: '2026-11-30T10:00:00.000Z' }, { do: 'begin', at }, { do: 'outdate', detail: 'why' }, { do: 'await', detail: 'why' },
  { do: 'written', objectId: 'p' }, { do: 'fail', detail: 'why' }, { do: 'lose', detail: 'why' }, { do: 'agree', outcome }, { do: 'differ', detail: 'why' },
  { do: 'postpone', detail: 'why' }, { do: 'resolve', by: 'approver', at, objectId: 'p', text: 'seen' }, { do: 'resolve', by: 'approver', at, objectId: null, text: 'not seen' }
]
const comment: Command = { do: 'comment', by: 'reader', at, text: 'why now?' }
const takeBack: Command = { do: 'takeBack', changeId: '2' }
const commands = [...moves, comment, takeBack]

/** The design's arrows, command by command; every other pair is refused. */
const arrows: Readonly<Partial<Record<ChangeState, string>>> = {
  submitted: 'approve>approved approveStanding>approved reject>rejected withdraw>withdrawn expire>expired outdate>stale',
  approved: 'expire>expired begin>applying outdate>stale',
  applying: 'outdate>stale await>awaitingApprover written>applied fail>failed lose>undetermined',
  awaitingApprover: 'approve>applying withdraw>withdrawn expire>expired',
  undetermined: 'written>applied resolve>applied resolve>failed',
  applied: 'agree>verified differ>diverged postpone>applied'
}

for (const state of changeStates) {
  void test(`from \`${state}\` only the ways of the design lead on`, t => {
    const found = moves.flatMap(command => {
      const answer = decide(change(state), command, { selfApproval: false })
      return 'refused' in answer ? [] : [`${command.do}>${answer.state}`]
    })
    t.strictSame(found, arrows[state]?.split(' ') ?? [])
    t.end()
  })
  void test(`a refusal from \`${state}\` is a sentence with a stable code`, t => {
    for (const command of commands) {
      const answer = decide(change(state), command, { selfApproval: false })
      if ('refused' in answer) t.match(answer, { refused: 'wrong-state', detail: `\`${state}\`` })
    }
    t.end()
  })
}

const approve = { do: 'approve', by: 'approver', at, contentHash, comment: null } as const
const decided = { by: 'approver', at, decision: 'approved', contentHash, comment: null } as const

for (const deciding of ['approve', 'reject'] as const) {
  for (const late of [false, true]) {
    for (const other of [false, true]) {
      for (const own of [false, true]) {
        for (const again of [false, true]) {
          for (const selfApproval of [false, true]) {
            const by = own ? 'submitter' : 'approver'
            void test(`${deciding}: late ${late}, other content ${other}, own ${own}, again ${again}, self-approval ${selfApproval}`, t => {
              const command = { do: deciding, by, at: late ? '2026-11-30T10:00:00.000Z' : at, contentHash: other ? otherHash : contentHash, comment: null } as const
              const answer = decide(change('submitted', { decisions: again ? [{ ...decided, by }] : [], approvalsNeeded: 2 }), command, { selfApproval })
              const expected = late ? 'expired' : other ? 'content-differs' : own && deciding === 'approve' && !selfApproval ? 'own-submission' : again ? 'already-decided' : undefined
              t.equal('refused' in answer ? answer.refused : undefined, expected)
              t.end()
            })
          }
        }
      }
    }
  }
}

void test('as many people approve as are needed', t => {
  const [first, second] = [change('submitted', { approvalsNeeded: 2 }), change('submitted', { approvalsNeeded: 2, decisions: [decided] })]
  t.match(decide(first, approve, { selfApproval: false }), { state: 'submitted', decision: { by: 'approver' }, applies: undefined })
  t.match(decide(second, { ...approve, by: 'another' }, { selfApproval: false }), { state: 'approved', decision: { by: 'another' }, applies: true })
  t.end()
})

void test('who approved before may authorise the same content again', t => {
  t.match(decide(change('awaitingApprover', { decisions: [decided] }), approve, { selfApproval: false }), { state: 'applying', applies: true })
  t.end()
})

void test('nobody but the submitter withdraws', t => {
  for (const state of ['submitted', 'awaitingApprover'] as const) {
    t.match(decide(change(state), { do: 'withdraw', by: 'approver' }, { selfApproval: true }), { refused: 'not-submitter' })
  }
  t.end()
})

void test('what an application submitted anybody who decides withdraws', t => {
  t.match(decide(change('submitted', { byApplication: true }), { do: 'withdraw', by: 'approver' }, { selfApproval: false }), { state: 'withdrawn' })
  t.end()
})

void test('a comment is kept in every state and moves none', t => {
  for (const state of changeStates) {
    t.strictSame(decide(change(state, { detail: 'as it was' }), comment, { selfApproval: false }), { state, detail: 'as it was', comment: { by: 'reader', at, text: 'why now?' } })
  }
  t.end()
})

void test('a change that may have been written can be taken back, by a link that moves nothing', t => {
  const ways = changeStates.filter(state => !('refused' in decide(change(state), takeBack, { selfApproval: false })))
  t.strictSame(ways.sort(), ['applied', 'diverged', 'failed', 'verified'])
  t.match(decide(change('verified'), takeBack, { selfApproval: false }), { state: 'verified', rolledBackBy: '2' })
  t.end()
})

void test('a standing decision approves nothing but a new report-only policy that is proven to change no outcome', t => {
  const { effect, lockout, body } = draftContent()
  const standing = { do: 'approveStanding', by: 'author', at } as const
  const cases: readonly (readonly [string, Partial<Change>])[] = [
    ['a patch', { kind: 'patchPolicy' }], ['turning on', { kind: 'setPolicyState', body: { ...body, state: 'enabled' } }], ['an enabled policy', { body: { ...body, state: 'enabled' } }],
    ['one that is off', { body: { ...body, state: 'disabled' } }], ['a deletion', { kind: 'deletePolicy' }], ['a location', { kind: 'createNamedLocation' }],
    ...(['stricter', 'looser', 'incomparable'] as const).map(relation => [relation, { effect: { ...effect, relation } }] as const),
    ['a failed lockout check', { lockout: { ...lockout, status: 'locked' } }], ['an override', { override: 'lockout' }]
  ]
  for (const [what, changed] of cases) t.match(decide(change('submitted', changed), standing, { selfApproval: true }), { refused: 'not-harmless' }, what)
  t.match(decide(change('submitted'), { ...standing, at: '2026-11-30T10:00:00.000Z' }, { selfApproval: true }), { refused: 'expired' })
  t.match(decide(change('submitted'), standing, { selfApproval: false }), { state: 'approved', applies: true, decision: { by: 'author', standing: true, contentHash } })
  t.end()
})

void test('a change does not expire before its time', t => {
  t.match(decide(change('submitted'), { do: 'expire', at }, { selfApproval: false }), { refused: 'not-due' })
  t.end()
})

void test('what has ended is applied no more without a person', t => {
  for (const state of ended) {
    for (const command of commands.filter(({ do: name }) => name === 'begin' || name === 'outdate' || name === 'await' || name === 'fail')) {
      t.ok('refused' in decide(change(state), command, { selfApproval: true }), `${command.do} from ${state}`)
    }
  }
  t.end()
})
