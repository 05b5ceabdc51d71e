import type { DiagnosticCode } from '../../diagnostics/codes.ts';

/** Longer keys would not fit into a vendor's task name or a readable address. */
const MAX_KEY_LENGTH = 256;

/** Why a key cannot name a unit. `reason` continues a sentence that begins with the key. */
export interface KeyProblem {
  readonly code: DiagnosticCode;
  readonly reason: string;
  readonly hint: string;
}

export const DUPLICATE: KeyProblem = {
  code: 'PLAN_DUPLICATE_UNIT',
  reason: 'is listed twice; each key names one unit',
  hint: 'Remove one of the two.',
};

function bad(reason: string): KeyProblem {
  const hint = 'Use a map instead of a list when the value itself cannot be a key: `key: value`.';
  return { code: 'PLAN_UNIT_KEY', reason, hint };
}

export function keyProblem(key: string): KeyProblem | undefined {
  if (key === '') return bad('is empty');
  if (key.length > MAX_KEY_LENGTH) return bad(`is longer than ${MAX_KEY_LENGTH} characters`);
  if (!/[\p{Cc}\u2028\u2029[\]$]/u.test(key)) return key === '*' ? bad('is `*`, which means all units') : undefined;
  if (/[\p{Cc}\u2028\u2029]/u.test(key)) return bad('holds a control character');
  const isAmbiguous = /[[\]]|\$\{\{/.test(key);
  return isAmbiguous ? bad('holds a bracket or a reference, which would make its address ambiguous') : undefined;
}
