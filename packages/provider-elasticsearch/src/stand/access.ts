import { createHash } from 'node:crypto';
import { ClusterError } from './cluster-error.ts';
import type { ElasticsearchCredentials } from './credentials.ts';
import type { ElasticsearchUser } from './settings.ts';

/** What stands for the value of an Authorization header, without a secret in it: fit to be kept. */
export type CallerDigest = string;

/** Null: the call carries none. */
export function callerOf(authorization: string | null): CallerDigest | null {
  return authorization === null ? null : digestOf(authorization.trim());
}

/** `security` null: the cluster has none, and answers anybody. */
export function isKnownUser(
  caller: CallerDigest | null,
  security: ElasticsearchUser | null | undefined,
  own: ElasticsearchCredentials,
): boolean {
  if (security === null) return true;
  const { username, password, apiKey } = security ?? own;
  const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
  const isBasic = username !== undefined && caller === digestOf(`Basic ${basic}`);
  return isBasic || (apiKey !== undefined && caller === digestOf(`ApiKey ${apiKey}`));
}

export function securityError(reason: string): ClusterError {
  const ways = ['Basic realm="security" charset="UTF-8"', 'ApiKey'];
  return new ClusterError(401, 'security_exception', reason, { header: { 'WWW-Authenticate': ways } });
}

function digestOf(text: string): CallerDigest {
  return createHash('sha256').update(text).digest('hex');
}
