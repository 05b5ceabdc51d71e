/** What opens a gate. */
export interface ApprovalRule {
  /** Key of the plan's `approvals:`. */
  readonly name: string;
  /** Names, as the plan writes them, no two alike. Absent: anyone. */
  readonly approvers?: readonly string[];
  /** How many different approvers it takes. At least 1. */
  readonly count: number;
  readonly needsReason: boolean;
  /** How long an approval counts. Absent: without end. */
  readonly expiresAfterMs?: number;
}

/** By name of a gate's step; `cutover` is for every gate that leads clients over. */
export type ApprovalRules = ReadonlyMap<string, ApprovalRule>;

/** The key that is for every gate that leads clients over. */
export const CUTOVER_RULE = 'cutover';

/** Whether approvals of this name may count. */
export function isApprover({ approvers }: ApprovalRule, by: string): boolean {
  return approvers === undefined || approvers.some((approver) => approverKey(approver) === approverKey(by));
}

/** Whether an approval does not count because it does not say why. */
export function lacksReason({ needsReason }: ApprovalRule, reason: string | undefined): boolean {
  return needsReason && (reason ?? '').trim() === '';
}

/** What makes two names one approver's: `DBA@example.com` cannot approve beside `dba@example.com`. */
export function approverKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
