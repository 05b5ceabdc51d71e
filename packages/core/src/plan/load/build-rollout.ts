import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import { isTimeZone } from '../../value/time-zone.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Rollout } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import { DAY_MINUTES, type Occurrence, occurrencesOf, type TimeWindow } from '../time-windows.ts';
import { buildWaves } from './build-waves.ts';

/** `rollout:` → data. What has another form was reported by the shape check, and is left out. */
export function buildRollout(value: Value | undefined, findings: Findings): Rollout | undefined {
  if (!isValueObject(value)) return undefined;
  const { windows, cutover_windows: cutoverWindows } = value;
  return defined({
    windows: buildWindows(windows, ['rollout', 'windows'], findings),
    cutoverWindows: buildWindows(cutoverWindows, ['rollout', 'cutover_windows'], findings),
    waves: buildWaves(value, findings),
  });
}

interface PlacedWindow {
  readonly window: TimeWindow;
  readonly path: KeyPath;
}

function buildWindows(value: Value | undefined, path: KeyPath, findings: Findings): readonly TimeWindow[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const built = value.flatMap((entry: Value, index): readonly PlacedWindow[] => {
    const place = [...path, index];
    const window = isValueObject(entry) ? buildWindow(entry, place, findings) : undefined;
    return window === undefined ? [] : [{ window, path: place }];
  });
  reportOverlaps(built, findings);
  return built.map(({ window }) => window);
}

function buildWindow(entry: ValueObject, path: KeyPath, findings: Findings): TimeWindow | undefined {
  const [days, from, to] = [daysIn(entry['days'] ?? 'mon-sun'), minutesIn(entry['from']), minutesIn(entry['to'])];
  const { timezone } = entry;
  if (days === undefined || from === undefined || to === undefined || typeof timezone !== 'string') return undefined;
  if (from === to) {
    findings.add({
      code: 'PLAN_WINDOW_EMPTY',
      path: [...path, 'to'],
      summary: 'a window that closes when it opens',
      detail: '`from` and `to` are the same time, so nothing could start in it.',
      hint: 'For whole days write `from: "00:00", to: "24:00"`.',
    });
    return undefined;
  }
  if (!isTimeZone(timezone)) {
    reportZone(timezone, [...path, 'timezone'], findings);
    return undefined;
  }
  return { days, fromMinutes: from, toMinutes: to > from ? to : to + DAY_MINUTES, timezone };
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Undefined where it has another form. */
function daysIn(value: Value): readonly number[] | undefined {
  const parts = Array.isArray(value) ? value : [value];
  const days = new Set<number>();
  for (const part of parts) {
    if (typeof part !== 'string') return undefined;
    const [first = '', last = first] = part.split('-');
    const [from, to] = [NAMES.indexOf(first), NAMES.indexOf(last)];
    if (from < 0 || to < 0) return undefined;
    const count = ((to - from + NAMES.length) % NAMES.length) + 1;
    for (let day = 0; day < count; day += 1) days.add(((from + day) % NAMES.length) + 1);
  }
  return [...days].toSorted((left, right) => left - right);
}

function minutesIn(value: Value | undefined): number | undefined {
  const match = typeof value === 'string' ? /^(\d\d):(\d\d)$/.exec(value) : null;
  if (match === null) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= DAY_MINUTES ? minutes : undefined;
}

function reportZone(timezone: string, path: KeyPath, findings: Findings): void {
  const near = suggest(timezone, Intl.supportedValuesOf('timeZone'));
  findings.add({
    code: 'PLAN_TIME_ZONE',
    path,
    summary: 'unknown time zone',
    detail: `\`${timezone.slice(0, 60)}\` is not the name of a time zone.`,
    hint: near === undefined ? 'Write a name such as Europe/Berlin, or UTC.' : `did you mean \`${near}\`?`,
  });
}

/** A week in winter and one in summer: zones that change their clocks differ by an hour more or less. */
const WEEKS_MS = [Date.UTC(2024, 0, 10), Date.UTC(2024, 6, 10)];

/** It does no harm, but one of the two is not what was meant. */
function reportOverlaps(windows: readonly PlacedWindow[], findings: Findings): void {
  const weeks = windows.map(({ window }) =>
    WEEKS_MS.flatMap((aroundMs) => occurrencesOf(window, { aroundMs, days: NAMES.length })),
  );
  for (const [index, { path }] of windows.entries()) {
    const other = windows.slice(0, index).find((_, before) => overlap(weeks[before] ?? [], weeks[index] ?? []));
    if (other === undefined) continue;
    findings.add({
      severity: 'warning',
      code: 'PLAN_WINDOW_OVERLAP',
      path,
      summary: 'two windows overlap',
      detail: `It is open at times at which ${other.path.slice(1).join('.')} is open as well. Effects may start while one of them is.`,
      hint: 'Let one begin where the other ends, or join them.',
    });
  }
}

function overlap(some: readonly Occurrence[], others: readonly Occurrence[]): boolean {
  return some.some((one) => others.some(({ fromMs, toMs }) => one.fromMs < toMs && fromMs < one.toMs));
}
