import type { AccountGauge, RunGauges } from '@waybill/core';
import type { WindowGauge } from '@waybill/core/internal';
import { describeWaits, nameOf, type WaitNote } from '@waybill/node/live';
import { formatSpan, formatTimeOfDay } from '../text/format-time.ts';
import { counted, formatCount } from './counted.ts';

export { describeWaits, nameOf, type WaitNote };

/** One number against its limit. */
export interface GaugePart {
  readonly text: string;
  /** The limit is reached, or lowered, or the server is left alone. */
  readonly isFull: boolean;
}

export interface AccountLine {
  /** The providers on the account. */
  readonly name: string;
  readonly parts: readonly GaugePart[];
}

/** What is used of each limit, one line for each account. */
export function describeAccounts({ accounts }: RunGauges): readonly AccountLine[] {
  return accounts.map((account) => ({ name: nameOf(account), parts: describeAccount(account) }));
}

export function describeAccount(account: AccountGauge): readonly GaugePart[] {
  const { inFlight, inFlightLimit, tasks, taskLimit, heldForMs, unreachable } = account;
  const down =
    unreachable === undefined
      ? []
      : [{ text: `unreachable since ${formatTimeOfDay(unreachable.sinceMs)}`, isFull: true }];
  const held = heldForMs > 0 ? [{ text: `held for ${formatSpan(heldForMs)}`, isFull: true }] : [];
  return [
    ...down,
    ...held,
    ...account.windows.map(describeWindow),
    taskLimit === undefined
      ? { text: `${counted(tasks, 'place')} taken`, isFull: false }
      : { text: `${tasks}/${taskLimit} places`, isFull: tasks >= taskLimit },
    { text: `${inFlight}/${inFlightLimit} in flight`, isFull: inFlight >= inFlightLimit },
  ];
}

function describeWindow({ used, allowed, declared }: WindowGauge): GaugePart {
  const isLowered = allowed < declared.count;
  const lowered = isLowered ? ` (of ${declared.count})` : '';
  return {
    text: `${used}/${allowed} calls/${per(declared.intervalMs)}${lowered}`,
    isFull: isLowered || used >= allowed,
  };
}

function per(intervalMs: number): string {
  if (intervalMs === 1_000) return 's';
  return intervalMs === 60_000 ? 'min' : formatSpan(intervalMs);
}

/** `12 wait for a place (active of search)`. */
export function waitText({ count, reason }: WaitNote): string {
  return `${formatCount(count)} ${count === 1 ? 'waits' : 'wait'} ${reason}`;
}
