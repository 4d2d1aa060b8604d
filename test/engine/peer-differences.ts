/** Cases of the peer engine where it answers otherwise, `case | its answer | ours`, under the reason. */
const byReason: Readonly<Record<string, readonly string[]>> = {
  'the peer carries a list of its own of the bundle\'s applications; what Microsoft has not published is unknown (C9)': [
    'ApplicationConditionMatcher > Office365 bundle inclusion > matches Sway (by GUID).0 | applies | unknown',
    'ApplicationConditionMatcher > Office365 bundle inclusion > does NOT match Azure Portal (not in O365 bundle).0 | notApplies | unknown',
    'ApplicationConditionMatcher > Office365 bundle inclusion > does NOT match non-O365 apps.0 | notApplies | unknown',
    'ApplicationConditionMatcher > MicrosoftAdminPortals bundle inclusion > matches Azure Portal (by app ID).0 | applies | unknown',
    'ApplicationConditionMatcher > MicrosoftAdminPortals bundle inclusion > matches M365 Security and Compliance Center (by GUID).0 | applies | unknown',
    'ApplicationConditionMatcher > MicrosoftAdminPortals bundle inclusion > does NOT match non-admin apps.0 | notApplies | unknown',
    'ApplicationConditionMatcher > cross-bundle verification > policy targeting Office365 does NOT match Azure Portal.0 | notApplies | unknown'
  ],
  'the peer\'s policy names a user action that Graph does not have; Graph\'s is `urn:user:registersecurityinfo`': [
    'ApplicationConditionMatcher > user action targeting > matches registerSecurityInformation action.0 | applies | notApplies',
    'ApplicationConditionMatcher > user action targeting > ignores app ID when user action is targeted (user action takes precedence).0 | applies | notApplies'
  ],
  'the peer reads an empty include list as everyone or everything; a list that names nobody reaches nobody (C3, C9)': [
    'ApplicationConditionMatcher > unconfigured condition > matches all apps when includeApplications is empty and no user actions/auth context.0 | applies | notApplies',
    'UserConditionMatcher > unconfigured conditions > matches all users when inclusion is completely empty (Golden Rule #2).0 | applies | notApplies'
  ],
  'the peer takes the name of a bundle as the application signed in to, and knows bundles that are not a policy\'s tokens; Graph signs in to an appId': [
    'ApplicationConditionMatcher > context appId "All" (All Cloud Apps simulation) > matches policy targeting "Office365".0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "All" (All Cloud Apps simulation) > matches policy targeting a specific app ID.0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "MicrosoftAdminPortals" (Admin Portals simulation) > matches policy targeting Azure Portal app ID (member of bundle).0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "MicrosoftAdminPortals" (Admin Portals simulation) > matches policy targeting Security & Compliance Center app ID (member of bundle).0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "AzureVirtualDesktop" (AVD simulation) > matches policy targeting AVD app ID (member of bundle).0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "AzureVirtualDesktop" (AVD simulation) > matches policy targeting Remote Desktop app ID (member of bundle).0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "AzureVirtualDesktop" (AVD simulation) > matches policy targeting Windows Cloud Login app ID (member of bundle).0 | applies | notApplies',
    'ApplicationConditionMatcher > context appId "AzureVirtualDesktop" (AVD simulation) > matches unconfigured condition (empty includeApplications).0 | applies | notApplies',
    'ApplicationConditionMatcher > AzureVirtualDesktop as policy target > matches AVD app by ID.0 | applies | notApplies',
    'ApplicationConditionMatcher > AzureVirtualDesktop as policy target > matches Remote Desktop app by ID.0 | applies | notApplies',
    'ApplicationConditionMatcher > cross-bundle verification > policy targeting specific Exchange ID does NOT match context "Office365".0 | applies | notApplies'
  ],
  'the peer counts controls that the sign-in has satisfied already; we answer which controls are asked for': [
    'CAEngine > single enabled policy, MFA satisfied > finalDecision: allow.0 | allow | controlsRequired',
    'CAEngine > deterministic output > identical inputs produce identical outputs (excluding timestamps).0 | allow | controlsRequired',
    'CAEngine > deterministic output > identical inputs produce identical outputs (excluding timestamps).1 | allow | controlsRequired',
    'CAEngine > trace completeness > contains entries for all four phases.0 | allow | controlsRequired'
  ],
  'the peer takes a rule that it cannot read as one that matches; what such a rule does is unknown (C19)': [
    'DeviceFilterMatcher > unparseable rules > fails open with parseError flag.0 | applies | unknown',
    'DeviceFilterMatcher > unparseable rules > fails open on unknown operator.0 | applies | unknown',
    'DeviceFilterMatcher > unparseable rules > fails open on empty rule string.0 | applies | unknown'
  ],
  'the peer takes what the sign-in does not give as absent; what is not given is unknown (C16, C17)': [
    'DevicePlatformMatcher > undefined platform in context > does NOT match policies targeting specific platforms.0 | notApplies | unknown',
    'DevicePlatformMatcher > exclusion overrides inclusion > undefined platform is not affected by specific exclusions.0 | applies | unknown',
    'LocationConditionMatcher > includeLocations: ["AllTrusted"] > does not match empty location context.0 | notApplies | unknown',
    'LocationConditionMatcher > include: ["All"], exclude: ["AllTrusted"] — untrusted only pattern > matches empty location context (not trusted).0 | applies | unknown',
    'LocationConditionMatcher > specific named location IDs > does not match empty location context against specific IDs.0 | notApplies | unknown',
    'LocationConditionMatcher > trace quality > always returns a non-empty reason.0 | notApplies | unknown'
  ],
  'the peer reads a condition with empty platform lists as matching nothing; it is a condition that is not configured (C16)': [
    'DevicePlatformMatcher > empty includePlatforms > does not match any platform (empty array is not the same as unconfigured condition).0 | notApplies | applies'
  ],
  'the peer matches locations by name alone; a location that the tenant does not hold is unknown (C17)': [
    'LocationConditionMatcher > specific named location IDs > does not match when namedLocationId is not in includeLocations.0 | notApplies | unknown'
  ]
}

/** The reason of each case that differs. */
export const differences: ReadonlyMap<string, string> = new Map(
  Object.entries(byReason).flatMap(([reason, cases]) => cases.map((one): [string, string] => [one, reason])))
