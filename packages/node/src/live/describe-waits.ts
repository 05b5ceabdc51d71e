import type { AccountGauge, RunGauges } from '@waybill/core';
import { withoutIds } from './failure-cause.ts';
import { formatSpan, formatTimeOfDay } from './format-time.ts';

/** What waits, and why: the most first. Gates and remote tasks are listed elsewhere. */
export interface WaitNote {
  readonly count: number;
  readonly reason: string;
}

export function describeWaits(gauges: RunGauges): readonly WaitNote[] {
  const notes = [
    ...gauges.accounts.flatMap(describePlaces),
    { count: gauges.parallelism?.waiting ?? 0, reason: `for a call to end (${gauges.parallelism?.policy})` },
    { count: gauges.selection.left_out, reason: 'for a later run (--target or --exclude)' },
    ...gauges.blocked.map(({ need, units }) => ({ count: units, reason: describeNeed(need) })),
    ...describeSleeps(gauges),
    ...(gauges.held ?? []).map(({ policy, detail, steps }) => ({ count: steps, reason: `for ${policy}: ${detail}` })),
  ];
  return notes.filter(({ count }) => count > 0).toSorted((left, right) => right.count - left.count);
}

function describePlaces(account: AccountGauge): readonly WaitNote[] {
  const name = nameOf(account);
  return [
    { count: account.waitForPlace, reason: `for a place (active of ${name})` },
    { count: account.waitForTarget, reason: `for a free target (active_per_target of ${name})` },
    { count: account.waitForTurn, reason: turnReason(account, name) },
  ];
}

function turnReason({ heldForMs, windows, unreachable, unproven = [] }: AccountGauge, name: string): string {
  if (unreachable !== undefined)
    return `until ${name} can be reached (since ${formatTimeOfDay(unreachable.sinceMs)}: ${unreachable.reason})`;
  if (heldForMs > 0) return `for ${name}, which throttled: nothing is sent for ${formatSpan(heldForMs)}`;
  if (unproven.length > 0)
    return `until the credentials of ${unproven.join(', ')} are accepted: one call at a time is sent`;
  const isSlowed = windows.some(({ allowed, declared }) => allowed < declared.count);
  return `for their turn to call ${name}${isSlowed ? ' (slowed down after throttling)' : ''}`;
}

function describeNeed(need: string): string {
  return need.endsWith('[*]') ? `for all of ${need.slice(0, -3)}` : `for ${need}`;
}

/** Reasons that differ only by ids are one. */
function describeSleeps({ sleeping }: RunGauges): readonly WaitNote[] {
  const groups = Map.groupBy(sleeping, ({ reason }) => withoutIds(reason));
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const untilMs = Math.min(...alike.map((group) => group.untilMs));
    const count = alike.reduce((sum, { steps }) => sum + steps, 0);
    return [{ count, reason: `until ${formatTimeOfDay(untilMs)}: ${first.reason}` }];
  });
}

/** The providers on an account. */
export function nameOf({ providers }: AccountGauge): string {
  return providers.join('+');
}
