import { isJsonObject, type Json } from '@waybill/core';
import { parseJsonObject, textOf } from '../json-fields.ts';
import type { KeySource } from './key-source.ts';

/**
 * The access key in a profile of the vendor's command line (`~/.aliyun/config.json`). Modes that need a network call
 * (roles, OIDC, ECS metadata) are not read.
 */
export function readCliProfile(content: string, profileName: string | undefined): KeySource {
  const config = parseJsonObject(content);
  if (config === undefined) return { kind: 'none', finding: 'it is not a JSON object' };
  const name = profileName ?? textOf(config['current']) ?? 'default';
  const profiles = Array.isArray(config['profiles']) ? config['profiles'] : [];
  const profile = profiles.filter(isJsonObject).find((candidate) => candidate['name'] === name);
  if (profile === undefined) return { kind: 'none', finding: `it has no profile ${name}` };
  const mode = textOf(profile['mode']) ?? 'AK';
  if (mode !== 'AK' && mode !== 'StsToken') {
    return { kind: 'none', finding: `its profile ${name} has mode ${mode}, and only AK and StsToken are read` };
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

/** In seconds since 1970; 0 and nothing stand for "not known". */
function expiry(seconds: Json | undefined): { readonly expiresAtMs?: number } {
  return typeof seconds === 'number' && seconds > 0 ? { expiresAtMs: seconds * 1_000 } : {};
}
