import type { ProviderErrorClass } from '@waybill/core';

/**
 * The service writes one condition in two families: `DCS.4080` and, with the HTTP status in the middle, `111400080`.
 * A row's numbers are those of the `DCS.` family; `dcs-only` rows were never seen in the other one.
 */
export interface ErrorCodeRow {
  readonly class: ProviderErrorClass;
  readonly family: 'both' | 'dcs-only';
  readonly numbers: readonly string[];
  /** What the user can do about it. */
  readonly hint?: string;
}

const QUOTA_HINT =
  'A quota of the project is exhausted. Set `limits.active` of the provider to what the quota allows, delete what is not needed, or ask for a larger quota.';

/**
 * Source: Open Telekom Cloud DCS API reference, "Error Codes"; the codes that only running clients have met are
 * `dcs-only`. 4957 is refused because of the task's state, which for a configuration that comes too early passes.
 */
export const ERROR_CODES: readonly ErrorCodeRow[] = [
  {
    class: 'busy',
    family: 'both',
    numbers: ['4026', '4017', '4096', '4097', '4104', '4111', '4113', '4114', '4115', '4116', '4117', '4118', '4120'],
  },
  { class: 'busy', family: 'dcs-only', numbers: ['4049', '4121', '4231', '4975', '4957'] },
  { class: 'quota', family: 'dcs-only', numbers: ['4028'], hint: QUOTA_HINT },
  { class: 'not-found', family: 'dcs-only', numbers: ['4133'] },
  {
    class: 'fatal',
    family: 'both',
    numbers: ['4002', '4004', '4005'],
    hint: 'The request itself was refused; check project_id.',
  },
  {
    class: 'fatal',
    family: 'both',
    numbers: ['4010', '4011', '4013', '4014', '4016', '4018', '4020', '4046', '4048', '4068'],
    hint: 'Check name, description, vpc_id, subnet_id and security_group_id.',
  },
  {
    class: 'fatal',
    family: 'dcs-only',
    numbers: ['4911'],
    hint: 'The subnet has no free address left.',
  },
  {
    class: 'fatal',
    family: 'both',
    numbers: ['4061', '4062', '4063', '4070', '4800'],
    hint: 'Check the ids and parameters of the call.',
  },
  {
    class: 'fatal',
    family: 'both',
    numbers: ['4019', '4080', '4845'],
    hint: 'Check the Redis password.',
  },
  {
    class: 'quota',
    family: 'both',
    numbers: ['4035', '4036', '4039'],
    hint: QUOTA_HINT,
  },
  { class: 'fatal', family: 'both', numbers: ['4087'], hint: 'The backup record is not in state succeed.' },
  { class: 'fatal', family: 'dcs-only', numbers: ['4855', '4872'] },
];
