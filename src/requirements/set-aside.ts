/**
 * Microsoft's templates that no requirement is of, each with the reason; their ids as `GET /beta/conditionalAccess/templates` gave them in
 * January 2026 (deploymenttheory/terraform-provider-microsoft365, conditional_access_template/get_req.md).
 */
export const templatesSetAside: ReadonlyMap<string, string> = new Map([
  ['927c884e-7888-4e81-abc4-bd56ded28985', 'a compliant device or MFA: guarantees neither, and both have requirements of their own'],
  ['6acdf4c3-6815-485c-a57d-2c349d517ba0', 'account recovery by verified ID: a preview that needs a provider of the tenant\'s own'],
  ['c5bf9137-a43c-48e1-9d13-8258b31b855d', 'blocks every agent identity: whether agents are wanted is the tenant\'s to say'],
  ['376d9923-7f15-40c2-830b-3312120f1eed', 'blocks every agent\'s user account: whether agents are wanted is the tenant\'s to say']
])
