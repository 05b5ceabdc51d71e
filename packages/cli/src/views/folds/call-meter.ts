import type { Clock, HttpRequest, HttpResponse, Transport } from '@waybill/core';
import { defined } from '@waybill/core';

/** The rate that is shown is taken over this time. */
const METER_WINDOW_MS = 5_000;

/** Counts the calls that pass through to a transport, polls and retries included. */
export class CallMeter implements Transport {
  readonly #inner: Transport;
  readonly #clock: Clock;
  readonly #onAnswer: (exchange: MeteredExchange) => void;
  readonly #sentAt: number[] = [];
  #total = 0;

  constructor(inner: Transport, clock: Clock, onAnswer: (exchange: MeteredExchange) => void = () => {}) {
    this.#inner = inner;
    this.#clock = clock;
    this.#onAnswer = onAnswer;
  }

  get total(): number {
    return this.#total;
  }

  async send(request: HttpRequest, options: { readonly signal: AbortSignal }): Promise<HttpResponse> {
    const startedMs = this.#clock.monotonicMs();
    this.#total += 1;
    this.#sentAt.push(startedMs);
    this.#forgetBefore(startedMs - METER_WINDOW_MS);
    try {
      const response = await this.#inner.send(request, options);
      this.#onAnswer(this.#describe(request, startedMs, response.status));
      return response;
    } catch (error) {
      this.#onAnswer(this.#describe(request, startedMs, undefined));
      throw error;
    }
  }

  /** Calls per second over the last few seconds. */
  perSecond(): number {
    this.#forgetBefore(this.#clock.monotonicMs() - METER_WINDOW_MS);
    return this.#sentAt.length / (METER_WINDOW_MS / 1_000);
  }

  /** Host and path only: a query may carry a signature. */
  #describe({ method, url }: HttpRequest, startedMs: number, status: number | undefined): MeteredExchange {
    const { host, pathname } = new URL(url);
    const durationMs = Math.round(this.#clock.monotonicMs() - startedMs);
    return { method, host, path: pathname, durationMs, ...defined({ status }) };
  }

  #forgetBefore(oldest: number): void {
    while ((this.#sentAt[0] ?? Number.POSITIVE_INFINITY) < oldest) this.#sentAt.shift();
  }
}

/** One exchange, without anything that could hold a secret. */
export interface MeteredExchange {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly durationMs: number;
  /** Absent when no answer came. */
  readonly status?: number;
}
