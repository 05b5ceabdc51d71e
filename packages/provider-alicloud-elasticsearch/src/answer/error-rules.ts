import type { ProviderErrorClass } from '@waybill/core';

/** What a vendor code means. */
export interface ErrorRule {
  /** The code; `X*` stands for every code that begins with X, `*X` for every code that ends with X. */
  readonly code: string;
  readonly class: ProviderErrorClass;
  readonly hint?: string;
}

const CHECK_KEY = 'Check the access key of this provider, and that its secret belongs to it.';
const INSTEAD_OF_DATA_TASKS =
  'Migrate the index with Elasticsearch itself (`_reindex` from remote), with Logstash, or with a snapshot in OSS.';

/**
 * The first rule that fits a code decides.
 *
 * Sources: Alibaba Cloud Elasticsearch API reference, "Error codes" of each operation; Alibaba Cloud API gateway, "Common
 * error codes". InvalidAction.NotFound, InvalidSecurityToken*, NoPermission* and the endings are assumed from the vendor's other products.
 */
export const ERROR_RULES: readonly ErrorRule[] = [
  { code: 'Throttling*', class: 'throttled' },
  { code: 'InstanceActivating', class: 'busy' },
  { code: 'InstanceStatusNotSupportCurrentAction', class: 'busy' },
  { code: 'ConcurrencyUpdateInstanceConflict', class: 'busy' },
  { code: 'InstanceDuplicateScheduledTask', class: 'busy' },
  { code: 'InvalidApi.NotFound', class: 'withdrawn', hint: INSTEAD_OF_DATA_TASKS },
  { code: 'InvalidAction.NotFound', class: 'withdrawn', hint: INSTEAD_OF_DATA_TASKS },
  { code: 'SignatureNonceUsed', class: 'transient' },
  { code: 'InvalidTimeStamp.Expired', class: 'transient' },
  { code: 'InvalidAccessKeyId*', class: 'unauthorized', hint: CHECK_KEY },
  { code: 'InvalidSecurityToken*', class: 'unauthorized', hint: 'Get new temporary credentials (STS).' },
  {
    code: 'MissingSecurityToken',
    class: 'unauthorized',
    hint: 'Give the security token (STS) that belongs to this key.',
  },
  { code: 'SignatureDoesNotMatch', class: 'unauthorized', hint: CHECK_KEY },
  { code: 'Forbidden*', class: 'forbidden' },
  { code: 'NoPermission*', class: 'forbidden' },
  {
    code: 'AccessEsPermissionError',
    class: 'fatal',
    hint: 'Check user name and password of the cluster, and its IP address whitelist.',
  },
  {
    code: 'SinkTypenameNotMatchMappings',
    class: 'fatal',
    hint: 'Make sinkCluster.type the key inside sinkCluster.mapping.',
  },
  {
    code: 'IdempotentParameterMismatch',
    class: 'fatal',
    hint: 'The ClientToken was used before with other parameters. A changed task needs a new token.',
  },
  { code: 'InternalServerError', class: 'transient' },
  { code: 'InternalError', class: 'transient' },
  { code: 'ServiceUnavailable', class: 'transient' },
  { code: '*NotFound', class: 'not-found' },
];

export function findErrorRule(code: string): ErrorRule | undefined {
  return ERROR_RULES.find((rule) => fits(code, rule.code));
}

function fits(code: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return code.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? code.endsWith(pattern.slice(1)) : code === pattern;
}
