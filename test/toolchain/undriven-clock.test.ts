import { VirtualClock } from '@waybill/core/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a clock with sleepers that is never driven says so, once', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const clock = new VirtualClock();
  void clock.sleep(10);
  vi.advanceTimersByTime(29_999);
  expect(warn).not.toHaveBeenCalled();
  void clock.sleep(10);
  vi.advanceTimersByTime(120_000);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('was never driven'), { code: 'WAYBILL_CLOCK_UNDRIVEN' }]]);
});

test('one that is driven, or that nobody waits for any more, says nothing', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const driven = new VirtualClock();
  await driven.runUntil(driven.sleep(10));
  void driven.sleep(10);
  const left = new VirtualClock();
  const abort = new AbortController();
  const asleep = left.sleep(10, abort.signal);
  abort.abort();
  await expect(asleep).rejects.toThrow();
  vi.advanceTimersByTime(120_000);
  expect(warn).not.toHaveBeenCalled();
});
