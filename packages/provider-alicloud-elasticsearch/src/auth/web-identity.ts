import { CredentialsError } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import type { KeySource, WebIdentity } from './key-source.ts';

const DEFAULT_SESSION_NAME = 'waybill';

export interface WebIdentityParts {
  readonly providerArn: string | undefined;
  readonly roleArn: string | undefined;
  readonly tokenFile: string | undefined;
  readonly sessionName: string | undefined;
}

/** The names of the parts in one place, for messages. */
export type PartNames = Readonly<Record<'providerArn' | 'roleArn' | 'tokenFile', string>>;

const VARIABLES: PartNames = {
  providerArn: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  roleArn: 'ALIBABA_CLOUD_ROLE_ARN',
  tokenFile: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
};

/** Of the platform's variables. A role alone is no half of it: it also goes with an access key, in the vendor's tools. */
export function webIdentityOfEnvironment(env: Readonly<Record<string, string | undefined>>, alias: string): KeySource {
  const readVariable = (name: string): string | undefined => textOf(env[name]);
  const parts: WebIdentityParts = {
    providerArn: readVariable(VARIABLES.providerArn),
    roleArn: readVariable(VARIABLES.roleArn),
    tokenFile: readVariable(VARIABLES.tokenFile),
    sessionName: readVariable('ALIBABA_CLOUD_ROLE_SESSION_NAME'),
  };
  if (parts.providerArn === undefined && parts.tokenFile === undefined) return { kind: 'none', finding: 'not set' };
  return completeWebIdentity(parts, VARIABLES, alias);
}

/** Throws `CredentialsError` when a part is missing: the next place could be another account. */
export function completeWebIdentity(parts: WebIdentityParts, names: PartNames, alias: string): WebIdentity {
  const { providerArn, roleArn, tokenFile, sessionName = DEFAULT_SESSION_NAME } = parts;
  if (providerArn !== undefined && roleArn !== undefined && tokenFile !== undefined) {
    return { kind: 'web-identity', providerArn, roleArn, tokenFile, sessionName };
  }
  const listed = [names.tokenFile, names.roleArn, names.providerArn];
  const missing = (['tokenFile', 'roleArn', 'providerArn'] as const)
    .filter((part) => parts[part] === undefined)
    .map((part) => names[part]);
  throw new CredentialsError(
    `Provider ${alias}: a web identity without ${missing.join(' and ')}.`,
    `Set all three: ${listed.join(', ')}.`,
  );
}
