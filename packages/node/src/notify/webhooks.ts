import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@waybill/core';
import type { NotifyEvent } from '@waybill/core/internal';
import { messageFacts, WEBHOOK_FORMAT, type WebhookMessage } from './webhook-message.ts';

/** A webhook with its URL. */
export interface Webhook {
  readonly url: string;
  readonly on: readonly NotifyEvent[];
}

/** Further messages are dropped and counted: a plan can have 100,000 gates. */
const MOST_QUEUED = 100;
const TIMEOUT_MS = 5_000;
/** Before the second attempt, and before the third and last one. */
const RETRY_AFTER_MS: readonly number[] = [1_000, 4_000];
/** How long the end of a run waits for messages that are left. */
const DRAIN_MS = 10_000;

export interface WebhookTimes {
  readonly timeoutMs?: number;
  readonly retryAfterMs?: readonly number[];
  readonly drainMs?: number;
}

/**
 * Posts what happens in a run to webhooks. It never ends a run or keeps it waiting: messages are queued, one at a time is sent to each
 * webhook, and what could not be delivered is counted. URLs are secret, and in no text that comes out of here.
 */
export class Webhooks {
  readonly #lanes: readonly Lane[];
  /** Gates of which an earlier run said that they wait. */
  readonly #known: ReadonlySet<string>;
  readonly #drainMs: number;
  #plan = '';
  #run = '';
  #count = 0;

  constructor(webhooks: readonly Webhook[], known: ReadonlySet<string>, times: WebhookTimes = {}) {
    this.#lanes = webhooks.map((webhook, index) => new Lane(webhook, index, times));
    this.#known = known;
    this.#drainMs = times.drainMs ?? DRAIN_MS;
  }

  hear(event: RunEvent): void {
    if (event.kind === 'run.started') [this.#plan, this.#run] = [event.plan, event.run];
    const facts = messageFacts(event);
    if (facts === undefined || (facts.event === 'gate' && this.#known.has(facts.step ?? ''))) return;
    this.#count += 1;
    const message: WebhookMessage = {
      format_version: WEBHOOK_FORMAT,
      id: `${this.#run}/${this.#count}`,
      plan: this.#plan,
      run: this.#run,
      at: new Date(event.at).toISOString(),
      ...facts,
    };
    for (const lane of this.#lanes) lane.post(message);
  }

  /** Waits a while for what is left. Gives what could not be delivered, a line for each webhook. */
  async end(): Promise<readonly string[]> {
    const over = new AbortController();
    const drained = Promise.all(this.#lanes.map((lane) => lane.drained));
    await Promise.race([drained, sleep(this.#drainMs, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
    return this.#lanes.flatMap((lane) => lane.close());
  }
}

/** The messages of one webhook, one after the other. */
class Lane {
  readonly #webhook: Webhook;
  readonly #name: string;
  readonly #timeoutMs: number;
  readonly #retryAfterMs: readonly number[];
  readonly #closing = new AbortController();
  #queued = 0;
  #lost = 0;
  #why = '';
  drained: Promise<void> = Promise.resolve();

  constructor(webhook: Webhook, index: number, { timeoutMs, retryAfterMs }: WebhookTimes) {
    this.#webhook = webhook;
    this.#name = `notify.${index}`;
    this.#timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.#retryAfterMs = retryAfterMs ?? RETRY_AFTER_MS;
  }

  post(message: WebhookMessage): void {
    if (!this.#webhook.on.includes(message.event)) return;
    if (this.#queued >= MOST_QUEUED) {
      this.#lose('too many messages are waiting');
      return;
    }
    this.#queued += 1;
    this.drained = this.drained.then(async () => {
      const why = await this.#deliver(JSON.stringify(message));
      this.#queued -= 1;
      if (why !== undefined) this.#lose(why);
    });
  }

  /** Nothing more is sent. */
  close(): readonly string[] {
    const left = this.#queued;
    this.#closing.abort();
    const lost = this.#lost + left;
    if (lost === 0) return [];
    const count = lost === 1 ? '1 message' : `${lost} messages`;
    return [
      `${count} to the webhook ${this.#name} could not be delivered: ${this.#why || 'there was no answer in time'}.`,
    ];
  }

  #lose(why: string): void {
    this.#lost += 1;
    this.#why = why;
  }

  /** Why it was not delivered, at last; undefined: it was. */
  async #deliver(body: string): Promise<string | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#closing.signal.aborted) return 'there was no answer in time';
      const failed = await this.#send(body);
      const waitMs = this.#retryAfterMs[attempt];
      if (failed === undefined) return undefined;
      if (!failed.mayPass || waitMs === undefined) return failed.why;
      await sleep(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  async #send(body: string): Promise<{ readonly why: string; readonly mayPass: boolean } | undefined> {
    try {
      const response = await fetch(this.#webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        // A redirect would send the message to whomever it names.
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#timeoutMs)]),
      });
      await response.body?.cancel();
      if (response.ok) return undefined;
      const { status } = response;
      return { why: `it answered ${status}`, mayPass: status >= 500 || status === 408 || status === 429 };
    } catch (error) {
      // Messages of fetch may name the URL.
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return { why: isLate ? 'there was no answer in time' : 'there is no connection', mayPass: true };
    }
  }
}
