import { type TimeWindow, type WindowState, windowAt } from '../plan/time-windows.ts';
import { formatClockTime } from '../value/time-zone.ts';
import type { PolicyHold, PolicyWarning } from './policies/policy.ts';

/** What windows say at a time. Computed anew only when it changes: a run asks before each step. */
export class WindowHolds {
  readonly #windows: readonly TimeWindow[];
  readonly #what: string;
  #known: { readonly fromMs: number; readonly untilMs: number; readonly hold: PolicyHold | undefined } | undefined;

  /** `what`: what operators read for them, such as `the window`. */
  constructor(windows: readonly TimeWindow[], what: string) {
    this.#windows = windows;
    this.#what = what;
  }

  /** Undefined while one of them is open. */
  at(nowMs: number): PolicyHold | undefined {
    if (this.#known === undefined || nowMs < this.#known.fromMs || nowMs >= this.#known.untilMs) {
      const state = windowAt(this.#windows, nowMs);
      const untilMs = state.kind === 'open' ? state.closesAtMs : state.opensAtMs;
      this.#known = { fromMs: nowMs, untilMs, hold: holdOf(state, this.#what) };
    }
    return this.#known.hold;
  }
}

function holdOf(state: WindowState, what: string): PolicyHold | undefined {
  if (state.kind === 'open') return undefined;
  const { opensAtMs, timezone } = state;
  if (!Number.isFinite(opensAtMs)) return { detail: `${what} does not open` };
  return {
    detail: `${what} opens at ${formatClockTime(timezone, opensAtMs)} (${timezone})`,
    untilMs: opensAtMs,
    endsRun: true,
  };
}

/** What a preview says of windows that are closed when it is made. */
export function warnOfClosed(
  windows: readonly TimeWindow[] | undefined,
  { nowMs, what, path }: { readonly nowMs: number | undefined; readonly what: string; readonly path: string },
): readonly PolicyWarning[] {
  if (windows === undefined || nowMs === undefined) return [];
  const hold = new WindowHolds(windows, what).at(nowMs);
  if (hold === undefined) return [];
  return [
    {
      code: 'PREVIEW_WINDOW_CLOSED',
      summary: hold.detail,
      detail: 'Until then a run starts nothing that waits for it; the estimate counts that time.',
      hint: 'Apply it by then, or with --wait: without it, a run ends with exit code 3 when nothing else is left.',
      path,
    },
  ];
}
