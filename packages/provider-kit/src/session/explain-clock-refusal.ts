import type { HttpResponse, ProviderError } from '@waybill/core';
import { describeClockSkew, MAX_CLOCK_SKEW_MS } from './clock-skew.ts';
import type { ServerTime } from './server-time.ts';

const HINT = 'Set the clock of this machine: requests are refused when it is off by more than 15 minutes.';

export interface RefusedTime {
  readonly response: Pick<HttpResponse, 'headers'>;
  readonly time: ServerTime;
  /** What the refused request says of the time. */
  readonly signedAtMs: number;
  /** The vendor names the time as its reason. */
  readonly isTimeRefused: boolean;
}

/**
 * What a refusal means when its reason is this machine's clock; undefined when the clocks agree. Where the vendor names the
 * time as the reason, the same call can be sent again with the server's time, once; where only the clocks differ, the key may
 * be wrong too, and nothing is sent again.
 */
export function explainClockRefusal(refusal: ProviderError, refused: RefusedTime): ProviderError | undefined {
  const { time, signedAtMs } = refused;
  const date = refused.response.headers['date'];
  const skew = describeClockSkew(time.offsetFrom(date));
  if (refused.isTimeRefused) {
    const isCorrected = time.correct(date, signedAtMs);
    const next = isCorrected ? " Requests are signed with the server's time from now on." : '';
    const message = `${refusal.message} ${skew}${next}`;
    return refusal.restated({ message, class: isCorrected ? 'transient' : 'unusable', hint: HINT });
  }
  const signedOffsetMs = time.offsetFrom(date, signedAtMs) ?? 0;
  if (refusal.class !== 'unauthorized' || Math.abs(signedOffsetMs) < MAX_CLOCK_SKEW_MS) return undefined;
  return refusal.restated({ message: `${refusal.message} ${skew}`, hint: HINT });
}
