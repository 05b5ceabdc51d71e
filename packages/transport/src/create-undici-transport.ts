import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HttpResponse, type SendOptions, type Transport, TransportError } from '@waybill/core';
import type { Dispatcher } from 'undici';
import { exchange } from './exchange.ts';
import { type ProxySettings, readProxySettings, shownProxy } from './proxy-settings.ts';
import { readAuthorities } from './read-authorities.ts';
import type { TimedRequest } from './timed-request.ts';
import { DEFAULT_TRANSPORT_OPTIONS, type TransportLimits, type TransportOptions } from './transport-options.ts';

/**
 * HTTP/1.1 over pooled keep-alive connections, through a proxy where the environment names one. A request is sent once:
 * nothing is repeated and no redirect is followed. Disposing closes every connection; a request still in flight then ends
 * in a `TransportError`.
 */
export function createUndiciTransport(options: TransportOptions = {}): Transport & AsyncDisposable {
  return new UndiciTransport(options);
}

class UndiciTransport implements Transport, AsyncDisposable {
  readonly asksMayStart = true;
  readonly #limits: TransportLimits;
  readonly #proxies: ProxySettings;
  readonly #cwd: string;
  /** By what belongs to a pool and not to a request: connect timeout, certificate file, proxies. Plans have one or two. */
  readonly #agents = new Map<string, Promise<Dispatcher>>();

  constructor({ env = process.env, cwd = process.cwd(), ...limits }: TransportOptions) {
    this.#limits = { ...DEFAULT_TRANSPORT_OPTIONS, ...limits };
    this.#proxies = readProxySettings(env);
    this.#cwd = cwd;
  }

  async send(request: TimedRequest, { signal, mayStart = () => true }: SendOptions): Promise<HttpResponse> {
    signal.throwIfAborted();
    const { maxResponseBytes, exchangeTimeoutMs } = this.#limits;
    const dispatcher = await this.#agentFor(request);
    signal.throwIfAborted();
    return await exchange({ dispatcher, request, signal, mayStart, maxResponseBytes, exchangeTimeoutMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const agents = await Promise.allSettled(this.#agents.values());
    await Promise.all(agents.flatMap((agent) => (agent.status === 'fulfilled' ? [agent.value.destroy()] : [])));
  }

  #agentFor({ timeouts, caFile, isDirect = false }: TimedRequest): Promise<Dispatcher> {
    const connectTimeoutMs = timeouts?.connectMs ?? this.#limits.connectTimeoutMs;
    const key = `${connectTimeoutMs} ${isDirect} ${caFile ?? ''}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const caPath = caFile === undefined ? undefined : resolve(this.#cwd, caFile);
    const agent = openAgent({ ...this.#limits, connectTimeoutMs }, isDirect ? NO_PROXIES : this.#proxies, caPath);
    this.#agents.set(key, agent);
    return agent;
  }
}

const NO_PROXIES: ProxySettings = { httpProxy: '', httpsProxy: '', noProxy: '' };

/** Loading undici takes tens of milliseconds: a command that sends nothing does not load it, and others in a turn of its own. */
async function openAgent(
  limits: TransportLimits,
  proxies: ProxySettings,
  caPath: string | undefined,
): Promise<Dispatcher> {
  const tls = caPath === undefined ? {} : { ca: readAuthorities(caPath) };
  await nextTurn();
  const undici = await import('./undici-agents.ts');
  const options = {
    // HTTP/2 streams that a server refuses are sent again by the client library itself.
    allowH2: false,
    pipelining: 1,
    connections: limits.maxConnectionsPerOrigin,
    connect: { timeout: limits.connectTimeoutMs, ...tls },
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
  };
  if (proxies.httpProxy === '' && proxies.httpsProxy === '') return new undici.Agent(options);
  for (const [name, proxy] of Object.entries({ HTTP_PROXY: proxies.httpProxy, HTTPS_PROXY: proxies.httpsProxy })) {
    if (proxy !== '' && shownProxy(proxy) === undefined) throw wrongProxy(name);
  }
  const { connectTimeoutMs: connectTimeout } = limits;
  return new undici.EnvHttpProxyAgent({ ...options, ...proxies, connectTimeout, requestTls: tls, proxyTls: tls });
}

/** The value is left out: it can hold a password. */
function wrongProxy(name: string): TransportError {
  return new TransportError(`${name} is not the URL of a proxy`, {
    wasSent: false,
    reason: 'PROXY_INVALID',
    fault: 'unusable',
    hint: 'Write it as http://host:port, with user and password in front of the host if needed.',
  });
}
