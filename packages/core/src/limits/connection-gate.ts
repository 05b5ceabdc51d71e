import type { Clock, Random } from '../clock.ts';
import type { RetryPolicy } from '../provider/limits.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { defined } from '../value/defined.ts';
import { backoffMs } from './backoff.ts';
import { CredentialTrust } from './credential-trust.ts';
import { LEASE_LOST } from './guard-transport.ts';

/** How often a connection that is down is probed. The number of attempts is bounded by the units' own `timeout:`. */
const PROBE_RETRY: RetryPolicy = {
  maxAttempts: Number.POSITIVE_INFINITY,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maxIntervalMs: 30_000,
};
/** When a call is rejected while a probe is under way, its answer is not far. */
const PROBE_UNDER_WAY_MS = 1_000;

/** So many different calls without any answer in between mean that the connection is down. */
const UNANSWERED_CALLS = 2;

/** Since when a connection has been down, and why. */
export interface Outage {
  /** The first failure; it names the reason for all calls that are held back. */
  readonly error: ProviderError;
  /** By the wall clock. */
  readonly sinceMs: number;
}

export type ConnectionChange =
  | { readonly kind: 'lost'; readonly outage: Outage }
  | { readonly kind: 'restored'; readonly downMs: number };

export interface ConnectionGateOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly onChange?: (change: ConnectionChange) => void;
}

/**
 * What the calls with one set of credentials over one connection know together. Until the vendor has accepted the
 * credentials, one call at a time is sent; after a refusal none, because vendors lock a key after a few. While the
 * connection is down, one call at a time probes it with growing pauses, and all others are rejected unsent.
 */
export class ConnectionGate {
  readonly #options: ConnectionGateOptions;
  /** What the calls with the credentials wait for while they are not accepted. */
  readonly trust: CredentialTrust = new CredentialTrust();
  #refusal: ProviderError | undefined;
  #down: Down | undefined;
  /** Different calls that got no answer since the last one that did. */
  readonly #unanswered = new Set<string>();

  constructor(options: ConnectionGateOptions) {
    this.#options = options;
  }

  /** Nothing has shown yet that the vendor accepts the credentials: one call at a time is sent. */
  get isUnproven(): boolean {
    return !this.trust.isAccepted;
  }

  get outage(): Outage | undefined {
    return this.#down;
  }

  /** For how long a call that starts now would be held back; 0 when it would be sent, be it as a probe. */
  get heldForMs(): number {
    return this.#down === undefined ? 0 : this.#probeInMs(this.#down);
  }

  /** To be called when nothing but the sending is left. Throws when nothing may be sent. */
  admit(): Admission {
    if (this.#refusal !== undefined) throw this.#refusal;
    const down = this.#down;
    if (down === undefined) return ORDINARY;
    const probeInMs = this.#probeInMs(down);
    if (probeInMs > 0) throw heldBack(down, probeInMs);
    down.isProbing = true;
    return { isProbe: true };
  }

  /** The admitted call is over, whatever was reported of it before. */
  leave({ isProbe }: Admission): void {
    if (isProbe && this.#down !== undefined) this.#down.isProbing = false;
  }

  answered(): void {
    this.trust.accept();
    this.#restore();
  }

  /** `call` tells one call from another. Gives the error to report, which says so when the connection is to blame. */
  failed(error: ProviderError, admission: Admission, call = ''): ProviderError {
    if (error.suspends) this.#refusal ??= error;
    // The newer credentials are tried by one call, as the first ones were.
    if (error.class === 'expired') this.trust.doubt();
    if (showsAcceptance(error)) this.trust.accept();
    if (wasAnswered(error)) this.#restore();
    else if (this.#down === undefined) this.#loseUnlessSingle(error, call);
    // A call that was under way when the connection went down says nothing new.
    else if (admission.isProbe) this.#scheduleProbe(this.#down);
    return this.#down !== undefined && error.class === 'transient' && !wasAnswered(error)
      ? asUnreachable(error, this.#probeInMs(this.#down))
      : error;
  }

  /** One call that gets no answer, however often, may be at fault itself; when several different ones do, it is the way. */
  #loseUnlessSingle(error: ProviderError, call: string): void {
    // What was not sent for want of the lease says nothing about the way.
    if (error.vendorCode === LEASE_LOST) return;
    if (error.class === 'unreachable') this.#lose(error);
    if (error.class !== 'transient') return;
    this.#unanswered.add(call);
    if (this.#unanswered.size >= UNANSWERED_CALLS) this.#lose(error);
  }

  #lose(error: ProviderError): void {
    const { clock } = this.#options;
    const since = { sinceMs: clock.now(), sinceMonotonicMs: clock.monotonicMs() };
    this.#down = { error, ...since, probes: 0, nextProbeAtMs: 0, isProbing: false };
    this.#scheduleProbe(this.#down);
    this.#options.onChange?.({ kind: 'lost', outage: this.#down });
  }

  #scheduleProbe(down: Down): void {
    const { clock, random } = this.#options;
    down.probes += 1;
    down.isProbing = false;
    down.nextProbeAtMs = clock.monotonicMs() + backoffMs(PROBE_RETRY, down.probes, random);
  }

  #restore(): void {
    // Clearing makes a new table, and nearly every call is answered.
    if (this.#unanswered.size > 0) this.#unanswered.clear();
    const down = this.#down;
    if (down === undefined) return;
    this.#down = undefined;
    const downMs = this.#options.clock.monotonicMs() - down.sinceMonotonicMs;
    this.#options.onChange?.({ kind: 'restored', downMs });
  }

  #probeInMs(down: Down): number {
    if (down.isProbing) return PROBE_UNDER_WAY_MS;
    return Math.max(0, down.nextProbeAtMs - this.#options.clock.monotonicMs());
  }
}

interface Down extends Outage {
  readonly sinceMonotonicMs: number;
  probes: number;
  nextProbeAtMs: number;
  isProbing: boolean;
}

/** One call that may be sent. */
export interface Admission {
  /** It finds out whether a connection that was down is back. */
  readonly isProbe: boolean;
}

const ORDINARY: Admission = { isProbe: false };

/**
 * An answer about the thing asked for, even a refusal of it, comes after the credentials were looked at. A call that brought its
 * own address and login leaves nothing to be proven.
 */
export function showsAcceptance(error: ProviderError): boolean {
  return error.concerns === 'call' || ACCEPTING.includes(error.class);
}

const ACCEPTING: readonly ProviderError['class'][] = ['forbidden', 'not-found', 'busy'];

/**
 * A class that only the vendor's own words lead to shows that they came; so does an answer of which there was too much. Whatever
 * became of a call that named its own address, the connection is as it was.
 */
function wasAnswered(error: ProviderError): boolean {
  if (error.concerns === 'call') return true;
  return error.httpStatus !== undefined || error.vendorCode === TOO_LARGE || ANSWERED.includes(error.class);
}

/** As `TransportError.reason` has it. */
const TOO_LARGE = 'RESPONSE_TOO_LARGE';

const ANSWERED: readonly ProviderError['class'][] = [...ACCEPTING, 'throttled', 'unauthorized', 'expired', 'withdrawn'];

/** The same text for all calls of one outage, so that they are shown together. */
function heldBack({ error }: Outage, retryAfterMs: number): ProviderError {
  return outageError(error, { message: `The connection is down: ${error.message}`, effect: 'none', retryAfterMs });
}

/** No fault of the call: it does not count among the attempts. Its effect stays as open as it was. */
function asUnreachable(error: ProviderError, retryAfterMs: number): ProviderError {
  return outageError(error, { message: error.message, effect: error.effect, retryAfterMs });
}

function outageError(
  cause: ProviderError,
  fields: { readonly message: string; readonly effect: ProviderError['effect']; readonly retryAfterMs: number },
): ProviderError {
  const { message, effect, retryAfterMs } = fields;
  return new ProviderError(message, {
    vendorCode: cause.vendorCode,
    class: 'unreachable',
    effect,
    retryAfterMs,
    ...defined({ hint: cause.hint }),
    cause,
  });
}
