import { defined } from '../../value/defined.ts';
import { parseDurationMs } from '../../value/duration.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import { type ApprovalRule, type ApprovalRules, approverKey } from '../approval-rule.ts';
import type { KeyPath } from '../key-path.ts';
import type { Findings } from '../syntax/findings.ts';

/** `approvals:` → data. What has another form was reported by the shape check, and is left out. */
export function buildApprovals(value: Value | undefined, findings: Findings): ApprovalRules | undefined {
  if (!isValueObject(value)) return undefined;
  const rules = Object.entries(value).flatMap(([name, entry]): readonly (readonly [string, ApprovalRule])[] =>
    isValueObject(entry) ? [[name, buildRule(name, entry, findings)]] : [],
  );
  return new Map(rules);
}

function buildRule(name: string, entry: ValueObject, findings: Findings): ApprovalRule {
  const path = ['approvals', name];
  const approvers = approversIn(entry['approvers'], [...path, 'approvers'], findings);
  const { count, reason, expires } = entry;
  const rule = {
    name,
    count: typeof count === 'number' ? count : 1,
    needsReason: reason === 'required',
    ...defined({ approvers, expiresAfterMs: expiryIn(expires, [...path, 'expires'], findings) }),
  };
  checkCount(rule, [...path, 'count'], findings);
  return rule;
}

function approversIn(value: Value | undefined, path: KeyPath, findings: Findings): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = value.filter((name: Value) => typeof name === 'string');
  const known = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const before = known.get(approverKey(name));
    if (before === undefined) known.set(approverKey(name), name);
    else reportRepeated(name, before, [...path, index], findings);
  }
  return [...known.values()];
}

function reportRepeated(name: string, before: string, path: KeyPath, findings: Findings): void {
  findings.add({
    code: 'PLAN_APPROVER_REPEATED',
    path,
    summary: 'an approver is listed twice',
    detail:
      name === before
        ? `${name} is in the list already. Approvals of one approver count once.`
        : `${name} and ${before} are one approver: upper and lower case are the same.`,
    hint: 'Remove one of the two.',
  });
}

function expiryIn(value: Value | undefined, path: KeyPath, findings: Findings): number | undefined {
  const ms = typeof value === 'string' ? parseDurationMs(value) : undefined;
  if (ms !== 0) return ms;
  findings.add({
    code: 'PLAN_APPROVAL_EXPIRY',
    path,
    summary: 'approvals that expire at once',
    detail: 'An approval that counts for no time never opens a gate.',
    hint: 'Write how long it counts, such as 24h, or leave expires out.',
  });
  return undefined;
}

function checkCount({ approvers, count }: ApprovalRule, path: KeyPath, findings: Findings): void {
  const problem = problemOfCount(approvers?.length, count);
  if (problem !== undefined) findings.add({ code: 'PLAN_APPROVAL_COUNT', path, ...problem });
}

function problemOfCount(
  approvers: number | undefined,
  count: number,
): { summary: string; detail: string; hint: string } | undefined {
  if (approvers === undefined) {
    if (count <= 1) return undefined;
    return {
      summary: 'several approvals without a list of approvers',
      detail: `Anyone could give all ${count} approvals by passing other names.`,
      hint: 'List the approvers: approvers: [dba@example.com, ops@example.com].',
    };
  }
  if (count <= approvers) return undefined;
  return {
    summary: 'more approvals than approvers',
    detail: `${count} different approvers are needed and ${approvers === 1 ? '1 is' : `${approvers} are`} listed, so that the gate would never open.`,
    hint: 'List more approvers, or lower count.',
  };
}
