import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockTimeAt } from '../value/time-zone.ts';
import { type TimeWindow, windowAt } from './time-windows.ts';

const HOUR_MS = 3_600_000;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const utc = (text: string): number => Date.parse(`${text}:00Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/** Monday to Thursday from 22:00 to 05:00 in Berlin. */
const NIGHTS: TimeWindow = { days: [1, 2, 3, 4], fromMinutes: 1_320, toMinutes: 1_740, timezone: 'Europe/Berlin' };

function at(text: string, ...windows: readonly TimeWindow[]): string {
  const state = windowAt(windows, utc(text));
  return state.kind === 'open' ? `open until ${iso(state.closesAtMs)}` : `closed until ${iso(state.opensAtMs)}`;
}

describe('a window over midnight', () => {
  it('belongs to the day on which it begins', () => {
    // Monday, 30 November 2026; an hour ahead of UTC.
    expect(at('2026-11-30T20:59', NIGHTS)).toBe('closed until 2026-11-30T21:00');
    expect(at('2026-11-30T21:00', NIGHTS)).toBe('open until 2026-12-01T04:00');
    expect(at('2026-12-01T03:59', NIGHTS)).toBe('open until 2026-12-01T04:00');
    expect(at('2026-12-01T04:00', NIGHTS)).toBe('closed until 2026-12-01T21:00');
    // Thursday night is the last one, and Friday morning its end.
    expect(at('2026-12-04T03:59', NIGHTS)).toBe('open until 2026-12-04T04:00');
    expect(at('2026-12-04T04:00', NIGHTS)).toBe('closed until 2026-12-07T21:00');
  });
});

describe('a change of the clocks', () => {
  const daily = (fromMinutes: number, toMinutes: number): TimeWindow => ({
    ...NIGHTS,
    days: ALL_DAYS,
    fromMinutes,
    toMinutes,
  });

  it('forward over the begin of a window opens it at that instant, and over its end closes it there', () => {
    expect(at('2026-03-29T00:30', daily(150, 300))).toBe('closed until 2026-03-29T01:00');
    expect(at('2026-03-29T01:00', daily(150, 300))).toBe('open until 2026-03-29T03:00');
    expect(at('2026-03-29T00:30', daily(60, 150))).toBe('open until 2026-03-29T01:00');
  });

  it('forward over a whole window leaves it out on that day', () => {
    expect(at('2026-03-29T00:30', daily(135, 165))).toBe('closed until 2026-03-30T00:15');
    const weekly = { ...daily(135, 165), days: [7] };
    expect(at('2026-03-29T00:30', weekly)).toBe('closed until 2026-04-05T00:15');
  });

  it('back over its begin counts the first time, and over its end the last', () => {
    expect(at('2026-10-25T00:15', daily(150, 300))).toBe('closed until 2026-10-25T00:30');
    expect(at('2026-10-25T00:30', daily(150, 300))).toBe('open until 2026-10-25T04:00');
    expect(at('2026-10-24T23:30', daily(60, 150))).toBe('open until 2026-10-25T01:30');
  });
});

describe('several windows', () => {
  it('are open while one of them is, and those that follow each other are one', () => {
    const evening = { ...NIGHTS, timezone: 'UTC', fromMinutes: 1_200, toMinutes: 1_320 };
    const night = { ...NIGHTS, timezone: 'UTC' };
    expect(at('2026-11-30T20:30', evening, night)).toBe('open until 2026-12-01T05:00');
    expect(windowAt([evening, { ...night, timezone: 'Asia/Tokyo' }], utc('2026-11-30T19:00'))).toMatchObject({
      kind: 'open',
      closesAtMs: utc('2026-11-30T22:00'),
    });
  });

  it('that leave no time between them are open for ever', () => {
    const always = { days: ALL_DAYS, fromMinutes: 0, toMinutes: 1_440, timezone: 'Europe/Berlin' };
    for (const windows of [[always], [always, { ...always, toMinutes: 30, timezone: 'Asia/Tokyo' }]])
      expect(windowAt(windows, utc('2026-03-28T12:00'))).toEqual({
        kind: 'open',
        closesAtMs: Number.POSITIVE_INFINITY,
      });
  });
});

it('is as the clocks show wherever they are not changed, and what it says of its next change holds', () => {
  const window = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    fromMinutes: fc.integer({ min: 0, max: 1_439 }),
    length: fc.integer({ min: 1, max: 1_440 }),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland'),
  });
  const drawn = fc.array(window, { minLength: 1, maxLength: 3 });
  const instants = fc.integer({ min: utc('2026-01-01T00:00') / 60_000, max: utc('2027-01-01T00:00') / 60_000 });
  fc.assert(
    fc.property(drawn, instants, (shapes, minutes) => {
      const windows = shapes.map(({ length, ...rest }) => ({ ...rest, toMinutes: rest.fromMinutes + length }));
      const now = minutes * 60_000;
      const state = windowAt(windows, now);
      if (windows.every(({ timezone }) => isCalm(timezone, now)))
        expect(state.kind === 'open').toBe(isShown(windows, now));
      const changesAt = state.kind === 'open' ? state.closesAtMs : state.opensAtMs;
      expect(changesAt).toBeGreaterThan(now);
      if (!Number.isFinite(changesAt)) return;
      expect(windowAt(windows, changesAt - 1).kind).toBe(state.kind);
      expect(windowAt(windows, changesAt).kind).not.toBe(state.kind);
    }),
    { numRuns: 40 },
  );
});

/** No change of the clocks is near. */
function isCalm(zone: string, now: number): boolean {
  const offsets = [-30, 0, 30].map((hours) => clockTimeAt(zone, now + hours * HOUR_MS) - (now + hours * HOUR_MS));
  return new Set(offsets).size === 1;
}

/** By counting minutes of the week. */
function isShown(windows: readonly TimeWindow[], now: number): boolean {
  return windows.some(({ days, fromMinutes, toMinutes, timezone }) => {
    const shown = new Date(clockTimeAt(timezone, now));
    const ofWeek = ((shown.getUTCDay() + 6) % 7) * 1_440 + shown.getUTCHours() * 60 + shown.getUTCMinutes();
    return days.some((day) => {
      const since = (ofWeek - ((day - 1) * 1_440 + fromMinutes) + 10_080) % 10_080;
      return since < toMinutes - fromMinutes;
    });
  });
}
