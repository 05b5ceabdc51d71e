import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RATE_WINDOW_MS, REQUEST_LOG_LIMIT, RequestLog } from './request-log.ts';

const PROVIDER = { provider: 'alicloud', operation: 'ListDataTasks' } as const;

test('the busiest window holds as many calls as counting every window finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (gapsMs) => {
      const log = new RequestLog();
      let nowMs = 0;
      const timesMs = gapsMs.map((gapMs) => (nowMs += gapMs));
      for (const atMs of timesMs) log.begin({ ...PROVIDER, atMs });
      const perWindow = timesMs.map(
        (endMs) => timesMs.filter((atMs) => atMs > endMs - RATE_WINDOW_MS && atMs <= endMs).length,
      );
      expect(log.highestPerWindow('alicloud')).toBe(Math.max(0, ...perWindow));
    }),
  );
});

test('calls in flight are those that have begun and not left', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (arrivals) => {
      const log = new RequestLog();
      const open: ReturnType<RequestLog['begin']>[] = [];
      let highest = 0;
      for (const [atMs, isArrival] of arrivals.entries()) {
        const leaving = isArrival ? undefined : open.shift();
        if (isArrival) open.push(log.begin({ ...PROVIDER, atMs }));
        else if (leaving !== undefined) log.leave(leaving, atMs);
        highest = Math.max(highest, open.length);
      }
      expect(log.inFlight('alicloud')).toBe(open.length);
      expect(log.highestInFlight('alicloud')).toBe(highest);
    }),
  );
});

test('beyond its limit the log forgets the oldest records, and no count', () => {
  const log = new RequestLog();
  const total = REQUEST_LOG_LIMIT + 10;
  for (let number = 0; number < total; number += 1) log.begin({ ...PROVIDER, atMs: number });
  const records = log.records();
  expect(records).toHaveLength(REQUEST_LOG_LIMIT);
  expect([records[0]?.seq, records.at(-1)?.seq]).toEqual([11, total]);
  expect(log.counts()['ListDataTasks']?.calls).toBe(total);
});
