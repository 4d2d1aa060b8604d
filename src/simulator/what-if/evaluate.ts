import { combine, type Outcome } from './combining.ts'
import { type Json, objects, same, text } from './json.ts'
import { judge } from './policy.ts'
import { readSignIn } from './sign-in.ts'
import type { Truth } from './truth.ts'

/** A tenant file; a missing collection could not be read. */
export type TenantFile = Json

export interface WhatIfAnswer {
  readonly policies: { readonly id: string, readonly displayName: string, readonly policyApplies: Truth, readonly analysisReasons: string }[]
  readonly outcome: Outcome
}

/** What the documentation says about one sign-in in one tenant. Throws an error for a body that is not a sign-in. */
export function whatIf(tenant: TenantFile, body: unknown): WhatIfAnswer {
  const signIn = readSignIn(body)
  const policies = objects(tenant['policies']) // O7
  const judged = policies.map((policy) => judge(tenant, policy, signIn))
  const reportOnly = (index: number): boolean => same(policies[index]?.['state'], 'enabledForReportingButNotEnforced')
  const combined = combine(policies, judged.map(({ policyApplies }, index) => reportOnly(index) ? false : policyApplies)) // O5
  return {
    policies: policies.map((policy, index) => ({
      id: text(policy['id']) ?? '', displayName: text(policy['displayName']) ?? '', ...judged[index] ?? { policyApplies: null, analysisReasons: 'notEnoughInformation' }
    })),
    outcome: Array.isArray(tenant['policies']) ? combined : { ...combined, result: 'unknown' }
  }
}
