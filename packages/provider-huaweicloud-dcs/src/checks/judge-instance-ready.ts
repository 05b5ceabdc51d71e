import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { type Fields, fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowInstanceResponse } from '../generated/answers.generated.ts';

type Instance = Fields<ShowInstanceResponse>;

/** Statuses that pass by themselves. Source: DCS API reference, "DCS Instance Statuses". */
const PASSING: readonly string[] = ['CREATING', 'RESTARTING', 'EXTENDING', 'RESTORING', 'FLUSHING'];
const LASTING: readonly string[] = ['CREATEFAILED', 'ERROR', 'FROZEN'];

/**
 * Whether an instance can take part in a migration: running, not busy, without TLS on the target, and with a password
 * exactly when it wants one. The step expects `has_password` and, for the target of an online migration, `ssl: false`.
 */
export function judgeInstanceReady(response: Json, args: JsonObject, expected: JsonObject): CheckFinding {
  const instance = fieldsOf<ShowInstanceResponse>(response);
  return (
    judgeStatus(instance) ??
    judgeTls(instance, expected) ??
    judgePassword(instance, expected) ?? { kind: 'passed', detail: `${nameOf(instance, args)} is RUNNING.` }
  );
}

function judgeStatus(instance: Instance): CheckFinding | undefined {
  const status = textOf(instance.status) ?? 'without a status';
  if (LASTING.includes(status)) {
    return { kind: 'failed', detail: `The instance is ${status}.`, hint: 'Repair the instance in the console first.' };
  }
  // An unknown word is waited for and not taken as an end.
  if (status !== 'RUNNING') return { kind: 'not-yet', detail: `The instance is ${status}.` };
  const task = textOf(instance.task);
  if (task !== undefined) return { kind: 'not-yet', detail: `The instance is busy with ${task}.` };
  const subStatus = textOf(instance.sub_status);
  if (subStatus !== undefined && PASSING.includes(subStatus))
    return { kind: 'not-yet', detail: `The instance is ${subStatus}.` };
  return undefined;
}

/** Source: Open Telekom Cloud DCS user manual, "Migrating Data Online". */
function judgeTls(instance: Instance, expected: JsonObject): CheckFinding | undefined {
  if (expected['ssl'] !== false || !isTrue(instance.enable_ssl)) return undefined;
  return {
    kind: 'failed',
    detail: 'The target has SSL enabled, and an online migration cannot write to it.',
    hint: 'Disable SSL for the migration.',
  };
}

function judgePassword(instance: Instance, expected: JsonObject): CheckFinding | undefined {
  const isOpen = instance.no_password_access;
  if (isOpen === undefined || isOpen === null || typeof expected['has_password'] !== 'boolean') return undefined;
  if (!isTrue(isOpen) && !expected['has_password']) {
    return {
      kind: 'failed',
      detail: 'The instance needs a password, but the plan gives none.',
      hint: 'Set a password that refers to an entry under secrets.',
    };
  }
  if (isTrue(isOpen) && expected['has_password']) {
    return {
      kind: 'failed',
      detail: 'The instance needs no password, but the plan gives one.',
      hint: 'Leave the password out.',
    };
  }
  return undefined;
}

/** Booleans come as such and as text. */
function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

function nameOf(instance: Instance, args: JsonObject): string {
  return `Instance ${textOf(instance.name) ?? textOf(args['instance_id']) ?? 'without a name'}`;
}
