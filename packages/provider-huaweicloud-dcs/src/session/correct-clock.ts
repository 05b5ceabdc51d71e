import {
  describeClockSkew,
  type HttpResponse,
  MAX_CLOCK_SKEW_MS,
  type ProviderError,
  type ServerTime,
} from '@waybill/core';

const HINT = 'Set the clock of this machine: requests are refused when it is off by more than 15 minutes.';

/**
 * What the refusal of a signature means when the reason is its time, which the gateway reports under the same code as a
 * wrong key; undefined when the clocks agree. Where the gateway names the time as the reason, the same call can be sent
 * again with the server's time, once; where only the clocks differ, the key may be wrong too, and nothing is sent again.
 *
 * Source: Huawei Cloud API Gateway, APIGW.0301: "signature expired" beyond 15 minutes.
 */
export function correctClock(
  refusal: ProviderError,
  { headers }: Pick<HttpResponse, 'headers'>,
  time: ServerTime | undefined,
): ProviderError | undefined {
  if (time === undefined) return undefined;
  const signedAtMs = time.now();
  const offsetMs = time.offsetFrom(headers['date']);
  if (/signature expired/i.test(refusal.message)) {
    const isCorrected = time.correct(headers['date'], signedAtMs);
    const next = isCorrected ? " Requests are signed with the server's time from now on." : '';
    const message = `${refusal.message} ${describeClockSkew(offsetMs)}${next}`;
    return refusal.restated({ message, class: isCorrected ? 'transient' : 'unusable', hint: HINT });
  }
  const signedOffsetMs = time.offsetFrom(headers['date'], signedAtMs) ?? 0;
  if (Math.abs(signedOffsetMs) < MAX_CLOCK_SKEW_MS) return undefined;
  return refusal.restated({ message: `${refusal.message} ${describeClockSkew(offsetMs)}`, hint: HINT });
}
