import { clockTimeAt, instantsOf } from '../value/time-zone.ts';

/** A span of some days of each week, by the clocks of a place. */
export interface TimeWindow {
  /** The days on which it begins: 1 is Monday, 7 is Sunday. Not empty, ascending. */
  readonly days: readonly number[];
  /** After midnight. */
  readonly fromMinutes: number;
  /** After midnight of the day on which it begins: more than a day's where it ends on the next one. Above `fromMinutes`. */
  readonly toMinutes: number;
  /** As `Intl` knows it: `Europe/Berlin`. */
  readonly timezone: string;
}

/** Whether one of some windows is open at an instant, and until when that is so. */
export type WindowState =
  /** `closesAtMs`: infinite where they follow each other without end. */
  | { readonly kind: 'open'; readonly closesAtMs: number }
  /** `timezone`: of the window that opens next. `opensAtMs`: infinite where none does. */
  | { readonly kind: 'closed'; readonly opensAtMs: number; readonly timezone: string };

export const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A window opens within a week; one that the change to summer time skips whole, a week later. */
const DAYS_AHEAD = 15;
/** What is open for more than a week is open in every week. */
const ENDLESS_MS = 8 * DAY_MS;

/** Once of a window. `toMs` is the first instant after it. */
export interface Occurrence {
  readonly fromMs: number;
  readonly toMs: number;
  readonly window: TimeWindow;
}

/**
 * Where an instant is in some windows. A begin that the clocks skip counts at the instant at which they are set forward, and
 * one that they show twice at the first time; an end that they show twice counts at the last time. So no window is
 * shorter than a reader of the plan expects because clocks are set back.
 */
export function windowAt(windows: readonly TimeWindow[], instantMs: number): WindowState {
  const all = windows.flatMap((window) => occurrencesOf(window, { aroundMs: instantMs, days: DAYS_AHEAD }));
  const sorted = all.toSorted((left, right) => left.fromMs - right.fromMs);
  let closesAtMs = instantMs;
  for (const { fromMs, toMs } of sorted) if (fromMs <= closesAtMs) closesAtMs = Math.max(closesAtMs, toMs);
  if (closesAtMs > instantMs + ENDLESS_MS) return { kind: 'open', closesAtMs: Number.POSITIVE_INFINITY };
  if (closesAtMs > instantMs) return { kind: 'open', closesAtMs };
  const next = sorted.find(({ fromMs }) => fromMs > instantMs);
  return {
    kind: 'closed',
    opensAtMs: next?.fromMs ?? Number.POSITIVE_INFINITY,
    timezone: next?.window.timezone ?? 'UTC',
  };
}

/** Those that begin from the day before an instant on, in order of their begin. What the clocks skip whole is none. */
export function occurrencesOf(
  window: TimeWindow,
  { aroundMs, days }: { readonly aroundMs: number; readonly days: number },
): readonly Occurrence[] {
  const { timezone, fromMinutes, toMinutes } = window;
  const todayMs = Math.floor(clockTimeAt(timezone, aroundMs) / DAY_MS) * DAY_MS;
  const found: Occurrence[] = [];
  for (let day = -1; day <= days; day += 1) {
    const midnightMs = todayMs + day * DAY_MS;
    if (!window.days.includes(weekday(midnightMs))) continue;
    const fromMs = instantsOf(timezone, midnightMs + fromMinutes * MINUTE_MS).firstMs;
    const toMs = instantsOf(timezone, midnightMs + toMinutes * MINUTE_MS).lastMs;
    if (toMs > fromMs) found.push({ fromMs, toMs, window });
  }
  return found;
}

/** 1 is Monday. */
function weekday(clockMs: number): number {
  return new Date(clockMs).getUTCDay() || 7;
}
