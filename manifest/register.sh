#!/bin/sh
# Registers Lacuna in a tenant with Azure CLI, so that the service and Security Copilot can sign people in:
#   sh manifest/register.sh https://lacuna.contoso.com
# It needs `az login` as somebody who may register applications and consent (Application Administrator and Privileged Role Administrator,
# or Global Administrator). A second run changes the registrations that are there, and makes new secrets beside the old ones.
set -eu

public_url=${1:-}
case $public_url in
  https://*) ;;
  *) echo 'give the https address at which the service will be reached: sh manifest/register.sh https://lacuna.contoso.com' >&2; exit 2 ;;
esac
command -v az >/dev/null || { echo 'az is missing: install Azure CLI, https://aka.ms/azure-cli' >&2; exit 2; }
tenant=$(az account show --query tenantId --output tsv) || { echo 'sign in first: az login --allow-no-subscriptions' >&2; exit 2; }

graph=00000003-0000-0000-c000-000000000000
callback=https://securitycopilot.microsoft.com/auth/v1/callback

# Ids of the scopes and roles: any will do, as long as they stay the same.
read_scope=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a01
propose_scope=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a02
decide_scope=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a03
read_role=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a11
draft_role=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a12
submit_role=5f0e6a52-4b1d-4c5e-9a37-0c1b6f3d7a13

# What the service does in Graph in the name of whoever asks. Leave lines out, and what depends on them is unknown.
permissions='
Policy.Read.All
Policy.ReadWrite.ConditionalAccess
AuthenticationContext.Read.All
Policy.Read.AuthenticationMethod
Policy.Read.DeviceConfiguration
User.Read
User.Read.All
GroupMember.Read.All
Application.Read.All
RoleManagement.Read.Directory
RoleEligibilitySchedule.Read.Directory
Organization.Read.All
LicenseAssignment.Read.All
AuditLog.Read.All
Agreement.Read.All
CustomSecAttributeAssignment.Read.All
'

# Prints the client id of the registration of this name, made if it is not there.
registration() {
  found=$(az ad app list --filter "displayName eq '$1'" --query '[0].appId' --output tsv)
  if [ -z "$found" ]; then found=$(az ad app create --display-name "$1" --sign-in-audience AzureADMyOrg --query appId --output tsv); fi
  az ad sp show --id "$found" --output none 2>/dev/null || az ad sp create --id "$found" --output none
  echo "$found"
}

scope() {
  printf '{"id":"%s","value":"%s","type":"%s","isEnabled":true,"adminConsentDisplayName":"%s","adminConsentDescription":"%s","userConsentDisplayName":"%s","userConsentDescription":"%s"}' "$1" "$2" "$3" "$4" "$4" "$4" "$4"
}

role() {
  printf '{"id":"%s","value":"%s","isEnabled":true,"allowedMemberTypes":["Application"],"displayName":"%s","description":"%s"}' "$1" "$2" "$3" "$3"
}

echo 'the API' >&2
api=$(registration 'Lacuna')
az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/applications(appId='$api')" --headers Content-Type=application/json --output none --body "{
  \"identifierUris\": [\"api://$api\"],
  \"groupMembershipClaims\": \"DirectoryRole\",
  \"optionalClaims\": {\"accessToken\": [{\"name\": \"idtyp\"}, {\"name\": \"acct\"}, {\"name\": \"xms_cc\"}]},
  \"api\": {\"requestedAccessTokenVersion\": 2, \"oauth2PermissionScopes\": [
    $(scope "$read_scope" Lacuna.Read User 'Read what Lacuna found'),
    $(scope "$propose_scope" Lacuna.Propose User 'Draft changes and submit them for approval'),
    $(scope "$decide_scope" Lacuna.Decide Admin 'Approve changes and declare settings')]},
  \"appRoles\": [
    $(role "$read_role" Coverage.Read 'Read what Lacuna found'),
    $(role "$draft_role" Drafts.Write 'Draft changes'),
    $(role "$submit_role" Changes.Submit 'Submit changes for approval')]
}"
for permission in $permissions; do
  id=$(az ad sp show --id $graph --query "oauth2PermissionScopes[?value=='$permission'].id | [0]" --output tsv)
  if [ -z "$id" ]; then echo "Graph has no delegated permission $permission: left out" >&2; continue; fi
  az ad app permission add --id "$api" --api $graph --api-permissions "$id=Scope" --output none
done

echo 'Security Copilot' >&2
copilot=$(registration 'Lacuna for Security Copilot')
az ad app update --id "$copilot" --web-redirect-uris $callback --output none
az ad app permission add --id "$copilot" --api "$api" --api-permissions "$read_scope=Scope" "$propose_scope=Scope" --output none

echo 'consent' >&2
for client in "$api" "$copilot"; do
  az ad app permission admin-consent --id "$client" || echo "consent to $client was not given: wait a minute and run az ad app permission admin-consent --id $client" >&2
done

api_secret=$(az ad app credential reset --id "$api" --append --display-name 'Lacuna service' --years 1 --query password --output tsv)
copilot_secret=$(az ad app credential reset --id "$copilot" --append --display-name 'Security Copilot' --years 1 --query password --output tsv)

cat <<END
The service runs with (the secrets are shown only now):
  TENANTS=$tenant
  CLIENT_ID=$api
  CLIENT_SECRET=$api_secret
  PUBLIC_URL=$public_url
  ENCRYPTION_KEY=\$(openssl rand -base64 32), kept

The files for Security Copilot:
  npm run build:files -- --public-url $public_url --tenant $tenant --api $api --client $copilot

When the plugin is set up it asks for the client secret:
  $copilot_secret
END
