import { type Clock, type HttpRequest, type HttpResponse, type SendOptions, TransportError } from '@waybill/core';
import type { InProcessSandbox } from '@waybill/sandbox';
import type { RehearsalOptions, RehearsalPoint } from './rehearsal-options.ts';

const DEFAULT_TRAVEL_MS = 5;

export interface RehearsedWireOptions
  extends Pick<RehearsalOptions, 'interrupt' | 'travelMs' | 'isDown' | 'keysLastMs'> {
  readonly sandbox: InProcessSandbox;
  readonly clock: Clock;
  /** Of the process that calls. */
  readonly isDead: () => boolean;
  /** Slices of own work are planned and not all done. */
  readonly isOwnWork: () => boolean;
  readonly die: () => void;
  /** Lets another process take the state; resolves when that one has ended, however it did. */
  readonly takeOver: () => Promise<unknown>;
}

/** The way of calls to the vendors, on which connections break and the processes at its near end die. */
export class RehearsedWire {
  readonly #options: RehearsedWireOptions;
  readonly #beganMs: number;
  #calls = 0;
  #keys = 0;

  constructor(options: RehearsedWireOptions) {
    this.#options = options;
    this.#beganMs = options.clock.now();
  }

  get calls(): number {
    return this.#calls;
  }

  async send(request: HttpRequest, { mayStart }: SendOptions): Promise<HttpResponse> {
    const { sandbox, isDead, isDown, isOwnWork } = this.#options;
    if (isDead()) throw lost('the process is dead');
    this.#calls += 1;
    const index = this.#calls;
    const kinds = { isWrite: request.method !== 'GET', isOwnWork: isOwnWork() };
    const thawed = this.#interrupt({ at: 'call', when: 'before', index, ...kinds });
    if (thawed !== undefined) await thawed;
    if (mayStart?.() === false) throw keptBack();
    if (isDown?.(this.#elapsedMs()) === true) throw unreachable();
    await this.#travel();
    this.#renewKeys();
    const response = await sandbox.exchange(request);
    // No process is frozen after a call.
    void this.#interrupt({ at: 'call', when: 'after', index, ...kinds });
    await this.#travel();
    if (isDead()) throw lost('the process is dead');
    if (response === undefined) throw lost('the connection was reset');
    if (response.isCut) throw lost('the connection was reset in the middle of the answer');
    const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status: response.status, headers: Object.fromEntries(headers), body: response.body };
  }

  /** Resolves when a frozen process wakes up. */
  #interrupt(point: RehearsalPoint): Promise<unknown> | undefined {
    switch (this.#options.interrupt(point)) {
      case 'none':
        return undefined;
      case 'freeze':
        return this.#options.takeOver();
      case 'take-over':
        void this.#options.takeOver();
        return undefined;
      case 'lose':
        throw lost('the connection broke');
      case 'die':
        this.#options.die();
        throw lost('the process is dead');
    }
  }

  /** Under new tokens, which `keysOf` shows as soon as they count. */
  #renewKeys(): void {
    const { keysLastMs, sandbox } = this.#options;
    const keys = keysLastMs === undefined ? 0 : Math.floor(this.#elapsedMs() / keysLastMs);
    if (keys === this.#keys) return;
    this.#keys = keys;
    for (const credentials of Object.values(sandbox.credentials))
      Object.assign(credentials, { securityToken: `rehearsed-${keys}` });
  }

  #elapsedMs(): number {
    return this.#options.clock.now() - this.#beganMs;
  }

  #travel(): Promise<void> {
    return this.#options.clock.sleep(this.#options.travelMs?.() ?? DEFAULT_TRAVEL_MS);
  }
}

/** What a credential chain finds: always the keys of the moment, as in a file that something else keeps fresh. */
export function keysOf(sandbox: InProcessSandbox): Readonly<Record<string, string>> {
  return new Proxy<Readonly<Record<string, string>>>(
    {},
    {
      get: (_, name) => Reflect.get(sandbox.env(), name) as unknown,
      has: (_, name) => Reflect.has(sandbox.env(), name),
      ownKeys: () => Reflect.ownKeys(sandbox.env()),
      getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(sandbox.env(), name),
    },
  );
}

function unreachable(): TransportError {
  const message = 'the connection was refused';
  return new TransportError(message, { wasSent: false, reason: 'ECONNREFUSED', fault: 'unreachable' });
}

function keptBack(): TransportError {
  return new TransportError('the state is no longer held', { wasSent: false, reason: 'LEASE_LOST' });
}

function lost(message: string): TransportError {
  return new TransportError(message, { wasSent: true, reason: 'ECONNRESET' });
}
