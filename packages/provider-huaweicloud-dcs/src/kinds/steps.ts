import {
  type AwaitBlueprint,
  type CallBlueprint,
  type CheckBlueprint,
  defined,
  isValueObject,
  Reference,
  type Value,
  type ValueObject,
} from '@waybill/core';
import type { GoalName } from '../polls/goals.ts';
import { PAGE_SIZE } from '../polls/list-tasks.ts';
import { UNIT_MARK, UNIT_TOKENS } from '../reconcile/task-token.ts';

/** The id of the task that the unit's step `create` has made. */
export const TASK_ID: Reference = new Reference(['steps', 'create', 'outputs', 'task_id']);

export interface InstanceCheckOptions {
  readonly name: string;
  readonly title: string;
  readonly instance: Value | undefined;
  /** The target of an online migration: it must not have SSL switched on. */
  readonly sslMustBeOff?: boolean;
}

/** A look at an instance before anything is created. None when the plan names the instance by address only. */
export function instanceCheck(options: InstanceCheckOptions): readonly CheckBlueprint[] {
  const { instance } = options;
  const id = idOf(instance);
  if (!isValueObject(instance) || id === undefined) return [];
  const hasPassword =
    instance['password'] !== undefined && instance['password'] !== null && instance['password'] !== '';
  return [
    {
      kind: 'check',
      name: options.name,
      title: options.title,
      needs: [],
      operation: 'ShowInstance',
      arguments: { instance_id: id },
      check: 'instance-ready',
      expect: { has_password: hasPassword, ...(options.sslMustBeOff === true ? { ssl: false } : {}) },
    },
  ];
}

export interface PairCheckOptions {
  readonly name: string;
  readonly title: string;
  readonly target: Value | undefined;
  readonly source: Value | undefined;
  readonly check: 'databases-fit' | 'target-suits' | 'addresses-exchangeable';
  /** The check is worth something without an answer about the source. */
  readonly isSourceOptional?: boolean;
}

/**
 * Compares what the service says of both sides. The two reads are those of the sides' own checks, so they cost no call.
 * None where a side that is needed is given by address only.
 */
export function pairCheck(options: PairCheckOptions): readonly CheckBlueprint[] {
  const targetId = idOf(options.target);
  const sourceId = idOf(options.source);
  if (targetId === undefined || (sourceId === undefined && options.isSourceOptional !== true)) return [];
  const source = { operation: 'ShowInstance', arguments: { instance_id: sourceId ?? null } };
  return [
    {
      kind: 'check',
      name: options.name,
      title: options.title,
      needs: [],
      operation: 'ShowInstance',
      arguments: { instance_id: targetId },
      check: options.check,
      ...defined({ beside: sourceId === undefined ? undefined : source }),
    },
  ];
}

/** The id by which the plan names an instance; undefined when it names it otherwise. */
export function idOf(instance: Value | undefined): Value | undefined {
  return isValueObject(instance) ? (instance['id'] ?? undefined) : undefined;
}

/** The vendor lets two tasks feed one target, and both then fail in ways that are hard to see. */
export function targetFreeCheck(target: Value | undefined, name: Value | undefined): readonly CheckBlueprint[] {
  if (target === undefined) return [];
  return [
    {
      kind: 'check',
      name: 'check-target-free',
      title: 'check that no other task uses the target',
      needs: [],
      operation: 'ListMigrationTask',
      // As before a create, so that one list serves both.
      arguments: { offset: 0, limit: PAGE_SIZE },
      check: 'target-free',
      expect: { target, name: name ?? '', unit: UNIT_MARK, tokens: UNIT_TOKENS },
    },
  ];
}

export function awaitTask(name: string, title: string, goal: GoalName, details: ValueObject = {}): AwaitBlueprint {
  return { kind: 'await', name, title, poll: 'migration-tasks', goal, arguments: { task_id: TASK_ID, ...details } };
}

/** With `cleanup: delete` the vendor's record of the task goes too, once everything else has succeeded. */
export function cleanupSteps({ cleanup }: ValueObject): readonly (CallBlueprint | AwaitBlueprint)[] {
  if (cleanup !== 'delete') return [];
  return [
    {
      kind: 'call',
      name: 'delete',
      title: 'delete the finished task',
      operation: 'DeleteMigrationTask',
      arguments: { task_id_list: [TASK_ID] },
    },
    awaitTask('await-deleted', 'wait until the task is gone from the list', 'absent'),
  ];
}

/** Those of `names` that are there. */
export function pick(values: ValueObject, names: readonly string[]): ValueObject {
  const picked: Record<string, Value> = {};
  for (const name of names) {
    const value = values[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
