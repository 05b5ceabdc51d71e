import { ProviderError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { explainClockRefusal } from './explain-clock-refusal.ts';
import { ServerTime } from './server-time.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 8);
const HOUR_AHEAD = { headers: { date: 'Thu, 15 Jan 2026 09:00:00 GMT' } };
const EXPIRED =
  'calc aksk signature fail:signature expired, signature time:20260115T080000Z,server time:20260115T090000Z';

describe('a refused signature', () => {
  it('whose time was the reason is sent again with the server time, and says by how much the clock is wrong', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    const error = explain(EXPIRED, HOUR_AHEAD, time);
    expect(error).toMatchObject({ class: 'transient', effect: 'none', isRetryable: true });
    expect(error?.message).toContain("The clock of this machine is 1h behind the server's.");
    expect(time.now()).toBe(NOW_MS + 3_600_000);
    // Refused again although the time is the server's by now: nothing is left to try.
    const again = explain(EXPIRED, HOUR_AHEAD, time);
    expect(again).toMatchObject({ class: 'unusable', suspends: true });
    expect(again?.hint).toContain('Set the clock');
  });

  it('that was signed before the time was corrected is sent again as well', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    const signed = { response: HOUR_AHEAD, time, signedAtMs: NOW_MS, isTimeRefused: true };
    for (let call = 0; call < 2; call += 1)
      expect(explainClockRefusal(refusal(EXPIRED), signed)).toMatchObject({ class: 'transient' });
  });

  it('for another reason than the credentials is none of the clock', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    const other = new ProviderError('no', { vendorCode: 'X', class: 'busy', effect: 'none' });
    const refused = { response: HOUR_AHEAD, time, signedAtMs: NOW_MS, isTimeRefused: false };
    expect(explainClockRefusal(other, refused)).toBeUndefined();
  });

  it('without a date of the server cannot be mended', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    expect(explain(EXPIRED, { headers: {} }, time)).toMatchObject({ class: 'unusable' });
  });

  it('for an untold reason is no reason to try again, but a wrong clock is named', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    const error = explain('verify aksk signature fail', HOUR_AHEAD, time);
    expect(error).toMatchObject({ class: 'unauthorized' });
    expect(error?.message).toContain('1h behind');
    expect(error?.hint).toContain('Set the clock');
    expect(time.now()).toBe(NOW_MS);
  });

  it('has nothing to do with clocks that agree', () => {
    const time = new ServerTime(new VirtualClock(NOW_MS));
    const sameTime = { headers: { date: 'Thu, 15 Jan 2026 08:00:05 GMT' } };
    expect(explain('verify aksk signature fail', sameTime, time)).toBeUndefined();
  });
});

function explain(message: string, response: { headers: Record<string, string> }, time: ServerTime) {
  const isTimeRefused = /signature expired/.test(message);
  return explainClockRefusal(refusal(message), { response, time, signedAtMs: time.now(), isTimeRefused });
}

function refusal(message: string): ProviderError {
  return new ProviderError(message, {
    vendorCode: 'APIGW.0301',
    class: 'unauthorized',
    effect: 'none',
    httpStatus: 401,
  });
}
