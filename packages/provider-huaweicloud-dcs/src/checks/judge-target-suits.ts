import { type CheckFinding, defined, type Json, type JsonObject } from '@waybill/core';
import { compareVersions, type InstanceFacts, readInstanceFacts } from './instance-facts.ts';

/**
 * Whether the target is large enough for what the source holds, and of no earlier version. What an answer does not say
 * is not held against it.
 *
 * Source: Open Telekom Cloud DCS user manual, "Migrating Data with DCS".
 */
export function judgeTargetSuits(
  target: Json,
  _args: JsonObject,
  _expected: JsonObject,
  source: Json | undefined,
): CheckFinding {
  const to = readInstanceFacts(target);
  const from = readInstanceFacts(source);
  const finding = judgeRoom(from, to) ?? judgeVersion(from, to) ?? { kind: 'passed', detail: describeRoom(from, to) };
  return finding.kind === 'passed' || finding.kind === 'warning'
    ? { ...finding, ...defined({ amount: amountOf(from) }) }
    : finding;
}

function amountOf({ usedMemoryMb }: InstanceFacts) {
  return usedMemoryMb === undefined ? undefined : { of: 'keys', bytes: usedMemoryMb * MEBIBYTE };
}

/** The service writes MB, and means this. */
const MEBIBYTE = 1_048_576;

function judgeRoom(from: InstanceFacts, to: InstanceFacts): CheckFinding | undefined {
  const [needed, room, taken = 0] = [from.usedMemoryMb, to.maxMemoryMb, to.usedMemoryMb];
  if (needed === undefined || room === undefined) return undefined;
  if (needed > room) {
    return {
      kind: 'failed',
      detail: `The source uses ${needed} MB and the target has ${room} MB in total.`,
      hint: 'Extend the target first, or choose a larger one.',
    };
  }
  if (needed + taken <= room) return undefined;
  return {
    kind: 'warning',
    detail: `The source uses ${needed} MB, but ${taken} MB of the target's ${room} MB are in use.`,
    hint: 'Keys that only the target has are kept: remove what is not needed, or extend the target.',
  };
}

function judgeVersion(from: InstanceFacts, to: InstanceFacts): CheckFinding | undefined {
  const order = compareVersions(to.version, from.version);
  if (order === undefined || order >= 0) return undefined;
  return {
    kind: 'warning',
    detail: `The source runs Redis ${from.version} and the target ${to.version}: migrating to an earlier version can fail.`,
    hint: 'Choose a target of the same or a later version, or try with a copy of the data first.',
  };
}

function describeRoom({ usedMemoryMb }: InstanceFacts, { maxMemoryMb }: InstanceFacts): string {
  if (usedMemoryMb === undefined || maxMemoryMb === undefined) return 'The service shows no sizes.';
  return `The source uses ${usedMemoryMb} MB, the target has ${maxMemoryMb} MB.`;
}
