import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createRegistry,
  type HttpRequest,
  type HttpResponse,
  MemoryDisk,
  openMemoryStore,
  type RunResult,
  TransportError,
} from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { type CompiledPlan, checkPlan, type OpenPlan, openPlan } from '@waybill/node';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { sandboxClock } from '@waybill/rehearsal';
import { createInProcessSandbox, type InProcessSandbox, type SandboxOptions, suitPlan } from '@waybill/sandbox';

const registry = createRegistry([elasticsearch]);
const LIMIT_MS = 24 * 3_600_000;
const TRAVEL_MS = 5;
const MOST_PROCESSES = 10;

/** Where a process ends, or an answer is lost: at the commits of all states, or at the calls, counted from 1. */
export interface Disturbance {
  readonly at: 'commit' | 'call';
  readonly when: 'before' | 'after';
  readonly index: number;
  readonly kind: 'die' | 'lose';
}

export interface Counts {
  readonly commits: number;
  readonly calls: number;
}

export interface DerivedWorldOptions {
  /**
   * Another plan in its place, by the text of the one that is named.
   *
   * @default the plan as it is
   */
  readonly edit?: (text: string) => string;
  /**
   * What the clusters hold in place of what suits the plan.
   *
   * @default indices with so many documents that copying them takes time
   */
  readonly settings?: (suited: Suited['settings']) => Suited['settings'];
  /**
   * The value of every secret of the plan.
   *
   * @default secret
   */
  readonly secret?: string;
  /**
   * The way of every call, on which it may be struck.
   *
   * @default it arrives, and so does its answer
   */
  readonly carry?: (request: HttpRequest, exchange: Exchange) => ReturnType<Exchange>;
}

/** A call to the clusters; undefined where the connection was reset. */
export type Exchange = (request: HttpRequest) => ReturnType<InProcessSandbox['exchange']>;

type Suited = ReturnType<typeof suitPlan> & Pick<SandboxOptions, 'settings'>;

/** What a process does; `signal` is aborted when it dies. */
type Work<Result> = (opened: OpenPlan, signal: AbortSignal) => Promise<Result>;

/** A plan, its state, those of the plans that are derived from it, and the clusters; processes come and go. */
export class DerivedWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly main: MemoryDisk;
  readonly #derived = new Map<string, MemoryDisk>();
  readonly compiled: CompiledPlan;
  readonly sandbox: InProcessSandbox;
  readonly #options: DerivedWorldOptions;
  #disturbance: Disturbance | undefined;
  #commits = 0;
  #calls = 0;
  #isDead = false;
  /** Ends what is left of a dead process. */
  #remains = new AbortController();
  #processes = 0;

  /** @param name of a plan in `plans/` */
  constructor(name: string, options: DerivedWorldOptions = {}) {
    const { edit = (text) => text, settings = (suitable) => suitable } = options;
    const text = edit(readFileSync(join(import.meta.dirname, '..', '..', 'plans', name), 'utf8'));
    const { compiled, report } = checkPlan(text, { file: name, registry });
    if (compiled === undefined) throw new Error(report());
    this.compiled = compiled;
    this.#options = options;
    const world = suited(compiled);
    const clock = sandboxClock(this.clock);
    this.sandbox = createInProcessSandbox({ seed: 1, clock, ...world, settings: settings(world.settings) });
    this.main = this.#disk(compiled.plan.name);
  }

  /** Of the plan that is derived for `verb`. */
  derived(verb: string): MemoryDisk {
    const disk = this.#derived.get(verb) ?? this.#disk(`${this.compiled.plan.name}~${verb}`);
    this.#derived.set(verb, disk);
    return disk;
  }

  /** From here on. */
  disturb(disturbance: Disturbance | undefined): void {
    this.#disturbance = disturbance;
    this.#commits = 0;
    this.#calls = 0;
  }

  get counts(): Counts {
    return { commits: this.#commits, calls: this.#calls };
  }

  /** Does the work in one process after the other, until one of them comes to its end. */
  async toTheEnd<Result>(work: Work<Result>): Promise<Result> {
    for (let tried = 1; tried <= MOST_PROCESSES; tried += 1) {
      this.#isDead = false;
      this.#remains = new AbortController();
      this.#processes += 1;
      for (const disk of [this.main, ...this.#derived.values()]) disk.releaseLockOfDeadProcess();
      try {
        return await this.clock.runUntil(this.#process(work), LIMIT_MS);
      } catch (error) {
        if (!this.#isDead) throw error;
      }
    }
    throw new Error(`still not at the end after ${MOST_PROCESSES} processes`);
  }

  /** Runs the plan, and opens every gate that it comes to, until it has ended or waits at a gate of this name. */
  async apply(until?: string): Promise<RunResult> {
    return await this.toTheEnd(async (opened, signal) => {
      for (;;) {
        const result = await opened.apply({ signal });
        const gates = result.units.flatMap(({ status, step }) =>
          status === 'gated' && step !== undefined ? [step] : [],
        );
        const open = gates.filter((gate) => until === undefined || !gate.endsWith(`.${until}`));
        if (open.length === 0) return result;
        await opened.approve(open);
      }
    });
  }

  /** What somebody else asks, or writes where there is a body, past every disturbance; undefined where nothing is found. */
  async ask(url: string, body?: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const headers = { authorization: this.#authorization, 'content-type': 'application/x-ndjson' };
    const sent = body === undefined ? { method: 'GET' } : { method: 'POST', body };
    const asked = Promise.resolve(this.sandbox.exchange({ ...sent, url, headers } as HttpRequest));
    const answer = await this.clock.runUntil(asked, LIMIT_MS);
    return answer?.status === 200 ? (JSON.parse(answer.body) as Readonly<Record<string, unknown>>) : undefined;
  }

  get #authorization(): string {
    return `Basic ${Buffer.from('elastic:secret').toString('base64')}`;
  }

  async #process<Result>(work: Work<Result>): Promise<Result> {
    await using opened = openPlan(this.compiled, {
      clock: this.clock,
      random: createSeededRandom(this.#processes),
      env: {},
      readSecret: () => this.#options.secret ?? 'secret',
      owner: { host: 'sim', pid: this.#processes, user: 'sim' },
      state: openMemoryStore(this.main),
      derivedState: (verb) => openMemoryStore(this.derived(verb)),
      transport: { send: (request) => this.#send(request) },
    });
    return await work(opened, this.#remains.signal);
  }

  #disk(plan: string): MemoryDisk {
    const disk = new MemoryDisk(plan, createSeededRandom(7));
    disk.commitDelay = () => this.clock.sleep(1);
    disk.onCommit = (when) => {
      if (this.#isDead) throw new Error('the process is dead');
      if (when === 'before') this.#commits += 1;
      if (this.#isAt('commit', when, this.#commits)) throw this.#die();
    };
    return disk;
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    if (this.#isDead) throw lost();
    this.#calls += 1;
    const index = this.#calls;
    this.#breakAt('before', index);
    await this.clock.sleep(TRAVEL_MS);
    const exchange: Exchange = (sent) => this.sandbox.exchange(sent);
    const response = await (this.#options.carry?.(request, exchange) ?? exchange(request));
    this.#breakAt('after', index);
    await this.clock.sleep(TRAVEL_MS);
    if (this.#isDead || response === undefined || response.isCut) throw lost();
    const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status: response.status, headers: Object.fromEntries(headers), body: response.body };
  }

  #breakAt(when: Disturbance['when'], index: number): void {
    if (!this.#isAt('call', when, index)) return;
    if (this.#disturbance?.kind === 'die') this.#die();
    throw lost();
  }

  #isAt(at: Disturbance['at'], when: Disturbance['when'], index: number): boolean {
    const planned = this.#disturbance;
    return planned?.at === at && planned.when === when && planned.index === index;
  }

  #die(): Error {
    this.#isDead = true;
    this.#remains.abort();
    return new Error('the process died');
  }
}

function lost(): TransportError {
  return new TransportError('the connection was reset', { wasSent: true, reason: 'ECONNRESET' });
}

/** Clusters that have what the plan copies. */
function suited({ plan, graph }: CompiledPlan): ReturnType<typeof suitPlan> {
  return suitPlan({
    units: graph.units.map(({ unit }) => unit.with),
    entries: [...plan.providers.values()].map(({ config }) => config),
    connections: Object.fromEntries(
      [...plan.providers].map(([alias, { type, config }]) => [alias, { ...config, type }]),
    ),
    moves: graph.units.map(({ unit }) => ({
      connection: unit.migration.provider,
      target: unit.migration.recipe,
      with: unit.with,
      options: unit.options,
    })),
  });
}

/** Every point at which work with these counts can be disturbed, or so many of them, spread evenly. */
export function pointsOf({ commits, calls }: Counts, most: number): readonly Disturbance[] {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);
  const sides = ['before', 'after'] as const;
  const all = [
    ...numbers(commits).flatMap((index) => sides.map((when) => ({ at: 'commit', when, index, kind: 'die' }) as const)),
    ...numbers(calls).flatMap((index) =>
      sides.flatMap((when) => (['die', 'lose'] as const).map((kind) => ({ at: 'call', when, index, kind }) as const)),
    ),
  ];
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]).filter(
    (point) => point !== undefined,
  );
}
