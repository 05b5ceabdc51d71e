import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { parseJsonObject, textOf } from '@waybill/provider-kit';
import type { KeySource } from './key-source.ts';
import { completeWebIdentity } from './web-identity.ts';

/**
 * The access key in a profile of the vendor's command line (`~/.aliyun/config.json`), or who issues it: modes `OIDC` and
 * `EcsRamRole`. Other modes are not read.
 */
export function readCliProfile(content: string, profileName: string | undefined, alias: string): KeySource {
  const config = parseJsonObject(content);
  if (config === undefined) return { kind: 'none', finding: 'it is not a JSON object' };
  const name = profileName ?? textOf(config['current']) ?? 'default';
  const profiles = Array.isArray(config['profiles']) ? config['profiles'] : [];
  const profile = profiles.filter(isJsonObject).find((candidate) => candidate['name'] === name);
  if (profile === undefined) return { kind: 'none', finding: `it has no profile ${name}` };
  const mode = textOf(profile['mode']) ?? 'AK';
  if (mode === 'EcsRamRole') return { kind: 'instance-role', roleName: textOf(profile['ram_role_name']) };
  if (mode === 'OIDC') return webIdentityOf(profile, name, alias);
  if (mode !== 'AK' && mode !== 'StsToken') {
    const finding = `its profile ${name} has mode ${mode}, but only AK, StsToken, OIDC and EcsRamRole are supported`;
    return { kind: 'none', finding };
  }
  return {
    kind: 'key',
    accessKeyId: textOf(profile['access_key_id']),
    accessKeySecret: textOf(profile['access_key_secret']),
    securityToken: mode === 'StsToken' ? textOf(profile['sts_token']) : undefined,
    ...(mode === 'StsToken' ? expiry(profile['sts_expiration']) : {}),
    label: `profile ${name}`,
  };
}

function webIdentityOf(profile: JsonObject, name: string, alias: string): KeySource {
  const parts = {
    providerArn: textOf(profile['oidc_provider_arn']),
    roleArn: textOf(profile['ram_role_arn']),
    tokenFile: textOf(profile['oidc_token_file']),
    sessionName: textOf(profile['ram_session_name']),
  };
  const where = ` of profile ${name}`;
  const names = {
    providerArn: `oidc_provider_arn${where}`,
    roleArn: `ram_role_arn${where}`,
    tokenFile: `oidc_token_file${where}`,
  };
  return completeWebIdentity(parts, names, alias);
}

/** In seconds since 1970; 0 and nothing stand for "not known". */
function expiry(seconds: Json | undefined): { readonly expiresAtMs?: number } {
  return typeof seconds === 'number' && seconds > 0 ? { expiresAtMs: seconds * 1_000 } : {};
}
