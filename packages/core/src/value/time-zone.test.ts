import { describe, expect, it } from 'vitest';
import { clockTimeAt, formatClockTime, instantsOf, isTimeZone } from './time-zone.ts';

const utc = (text: string): number => Date.parse(`${text}:00Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/** What clocks show, and the first and the last instant at which they do. */
const KNOWN: readonly (readonly [zone: string, shown: string, first: string, last: string])[] = [
  ['UTC', '2026-11-30T22:00', '2026-11-30T22:00', '2026-11-30T22:00'],
  ['Europe/Berlin', '2026-11-30T22:00', '2026-11-30T21:00', '2026-11-30T21:00'],
  ['Europe/Berlin', '2026-07-01T00:00', '2026-06-30T22:00', '2026-06-30T22:00'],
  // Set forward on 29 March 2026 from 02:00 to 03:00, which is 01:00 in UTC.
  ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59', '2026-03-29T00:59'],
  ['Europe/Berlin', '2026-03-29T02:00', '2026-03-29T01:00', '2026-03-29T01:00'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00', '2026-03-29T01:00'],
  ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00', '2026-03-29T01:00'],
  // Set back on 25 October 2026 from 03:00 to 02:00.
  ['Europe/Berlin', '2026-10-25T02:00', '2026-10-25T00:00', '2026-10-25T01:00'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30', '2026-10-25T01:30'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00', '2026-10-25T02:00'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30', '2026-11-01T06:30'],
  // By half an hour only.
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30', '2026-10-03T15:30'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45', '2026-04-04T15:15'],
  // A day that was left out whole.
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00', '2011-12-30T10:00'],
  ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15', '2025-12-31T18:15'],
];

describe('clock times', () => {
  it.each(KNOWN)('%s shows %s from %s to %s', (zone, shown, first, last) => {
    const { firstMs, lastMs } = instantsOf(zone, utc(shown));
    expect([iso(firstMs), iso(lastMs)]).toEqual([first, last]);
  });

  it('lead to instants and back, for each hour of a year', () => {
    for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham'])
      for (let ms = utc('2026-01-01T00:00'); ms < utc('2027-01-01T00:00'); ms += 18_000_000) {
        const { firstMs, lastMs } = instantsOf(zone, clockTimeAt(zone, ms));
        expect([firstMs, lastMs]).toContain(ms);
      }
  });

  it('are shown with the day of the week', () => {
    expect(formatClockTime('Europe/Berlin', utc('2026-11-30T21:00'))).toBe('Mon 2026-11-30 22:00');
  });
});

it('knows the names of time zones, and no others', () => {
  expect(['Europe/Berlin', 'UTC', 'Asia/Shanghai'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['Europe/Berln', '', 'CEST+1', 'Mars/Base'].map(isTimeZone)).toEqual([false, false, false, false]);
});
