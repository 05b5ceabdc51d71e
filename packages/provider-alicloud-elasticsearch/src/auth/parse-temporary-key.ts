import { defined, type JsonObject } from '@waybill/core';
import { textOf, timeMsOf } from '@waybill/provider-kit';
import type { Credentials } from './credentials.ts';

/** A key with a security token and an end, as STS and the metadata service write it; undefined when a part is missing. */
export function parseTemporaryKey(fields: JsonObject): Credentials | undefined {
  const accessKeyId = textOf(fields['AccessKeyId']);
  const accessKeySecret = textOf(fields['AccessKeySecret']);
  const securityToken = textOf(fields['SecurityToken']);
  if (accessKeyId === undefined || accessKeySecret === undefined || securityToken === undefined) return undefined;
  const expiresAtMs = timeMsOf(fields['Expiration']);
  return { accessKeyId, accessKeySecret, securityToken, ...defined({ expiresAtMs }) };
}
