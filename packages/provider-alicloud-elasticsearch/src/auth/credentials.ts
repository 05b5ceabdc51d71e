import type { CredentialFacts } from '@waybill/provider-kit';

/** An access key, which signs every request. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary credentials (STS). */
  readonly securityToken: string | undefined;
  /** When they end, by the wall clock, where their source says so. */
  readonly expiresAtMs?: number;
  /** A service issues others before that, without anything else being renewed. */
  readonly isRenewable?: boolean;
}

export function describeCredentials({
  accessKeySecret,
  securityToken,
  expiresAtMs,
  isRenewable,
}: Credentials): CredentialFacts {
  const secrets = securityToken === undefined ? [accessKeySecret] : [accessKeySecret, securityToken];
  return { secrets, endAtMs: expiresAtMs, isRenewable };
}
