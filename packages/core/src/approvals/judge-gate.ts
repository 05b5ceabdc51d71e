import type { GateApproval } from '../journal/step-state.ts';
import { type ApprovalRule, approverKey, isApprover, lacksReason } from '../plan/approval-rule.ts';
import { defined } from '../value/defined.ts';

/** Why an approval does not count. */
export type NotCounted = 'damaged' | 'not-an-approver' | 'no-reason' | 'dated-ahead' | 'expired' | 'repeated';

export interface CountedApproval extends GateApproval {
  /** Until when it counts. Absent: without end. */
  readonly untilMs?: number;
}

export interface IgnoredApproval {
  readonly approval: GateApproval;
  readonly why: NotCounted;
}

/** What approvals amount to at a moment. */
export interface GateVerdict {
  readonly isOpen: boolean;
  /** How many different approvers it takes. */
  readonly needed: number;
  /** One for each approver, oldest first. */
  readonly counted: readonly CountedApproval[];
  readonly ignored: readonly IgnoredApproval[];
  /** Of an open gate: until when it is. Absent: without end. */
  readonly untilMs?: number;
}

/**
 * Whether a gate is open at a time: as many different approvers as its rule asks for have approved, each as the rule wants it.
 * Without a rule one approval of anyone is enough. Whatever cannot be judged does not count, so that a gate fails closed. Pure.
 */
export function judgeGate(
  rule: ApprovalRule | undefined,
  approvals: readonly GateApproval[],
  nowMs: number,
): GateVerdict {
  const counted = new Map<string, CountedApproval>();
  const ignored: IgnoredApproval[] = [];
  // The latest of an approver counts: to approve again is to approve for longer.
  for (const approval of approvals.toReversed()) {
    const why = whyNot(rule, approval, nowMs) ?? (counted.has(approverKey(approval.by)) ? 'repeated' : undefined);
    if (why === undefined) counted.set(approverKey(approval.by), withEnd(rule, approval));
    else ignored.push({ approval, why });
  }
  const needed = rule?.count ?? 1;
  const isOpen = counted.size >= needed;
  const list = [...counted.values()].reverse();
  const untilMs = isOpen ? openUntil(list, needed) : undefined;
  return { isOpen, needed, counted: list, ignored: ignored.reverse(), ...defined({ untilMs }) };
}

function whyNot(rule: ApprovalRule | undefined, approval: GateApproval, nowMs: number): NotCounted | undefined {
  if (!isWhole(approval)) return 'damaged';
  const { by, at, reason } = approval;
  if (rule !== undefined && !isApprover(rule, by)) return 'not-an-approver';
  if (rule !== undefined && lacksReason(rule, reason)) return 'no-reason';
  if (approval.isDatedAhead === true || at > nowMs) return 'dated-ahead';
  const untilMs = endOf(rule, at);
  return untilMs !== undefined && nowMs >= untilMs ? 'expired' : undefined;
}

/** What is read from a journal may be of any form. */
function isWhole({ by, at, reason }: GateApproval): boolean {
  if (typeof by !== 'string' || approverKey(by) === '') return false;
  return Number.isFinite(at) && (reason === undefined || typeof reason === 'string');
}

function withEnd(rule: ApprovalRule | undefined, approval: GateApproval): CountedApproval {
  return { ...approval, ...defined({ untilMs: endOf(rule, approval.at) }) };
}

function endOf(rule: ApprovalRule | undefined, at: number): number | undefined {
  return rule?.expiresAfterMs === undefined ? undefined : at + rule.expiresAfterMs;
}

/** Once so many have expired that too few are left. */
function openUntil(counted: readonly CountedApproval[], needed: number): number | undefined {
  const ends = counted
    .map(({ untilMs }) => untilMs ?? Number.POSITIVE_INFINITY)
    .toSorted((left, right) => right - left);
  const untilMs = ends[needed - 1] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(untilMs) ? untilMs : undefined;
}
