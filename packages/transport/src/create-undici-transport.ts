import type { HttpResponse, Transport } from '@waybill/core';
import type { Agent } from 'undici';
import { exchange } from './exchange.ts';
import type { TimedRequest } from './timed-request.ts';
import { DEFAULT_TRANSPORT_OPTIONS, type TransportOptions } from './transport-options.ts';

/**
 * HTTP/1.1 over pooled keep-alive connections. A request is sent once: nothing is repeated and no redirect is followed.
 * Disposing closes every connection; a request still in flight then ends in a `TransportError`.
 */
export function createUndiciTransport(options: TransportOptions = {}): Transport & AsyncDisposable {
  return new UndiciTransport({ ...DEFAULT_TRANSPORT_OPTIONS, ...options });
}

class UndiciTransport implements Transport, AsyncDisposable {
  readonly #options: Required<TransportOptions>;
  /** By connect time-out, which belongs to a pool and not to a request. Plans have one or two. */
  readonly #agents = new Map<number, Promise<Agent>>();

  constructor(options: Required<TransportOptions>) {
    this.#options = options;
  }

  async send(request: TimedRequest, { signal }: { readonly signal: AbortSignal }): Promise<HttpResponse> {
    signal.throwIfAborted();
    const { connectTimeoutMs, maxResponseBytes, exchangeTimeoutMs } = this.#options;
    const dispatcher = await this.#agentFor(request.timeouts?.connectMs ?? connectTimeoutMs);
    signal.throwIfAborted();
    return await exchange({ dispatcher, request, signal, maxResponseBytes, exchangeTimeoutMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const agents = await Promise.all(this.#agents.values());
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  #agentFor(connectTimeoutMs: number): Promise<Agent> {
    const known = this.#agents.get(connectTimeoutMs);
    if (known !== undefined) return known;
    const agent = openAgent({ ...this.#options, connectTimeoutMs });
    this.#agents.set(connectTimeoutMs, agent);
    return agent;
  }
}

/** Loading undici takes tens of milliseconds, so a command that sends nothing does not load it. */
async function openAgent(options: Required<TransportOptions>): Promise<Agent> {
  const undici = await import('undici');
  return new undici.Agent({
    // HTTP/2 streams that a server refuses are sent again by the client library itself.
    allowH2: false,
    pipelining: 1,
    connections: options.maxConnectionsPerOrigin,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
  });
}
