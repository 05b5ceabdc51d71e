import {
  type ApplyOptions,
  applyPlan,
  type Decision,
  defined,
  type Graph,
  type HttpRequest,
  type HttpResponse,
  type JournalRecord,
  LeaseLostError,
  MemoryDisk,
  openMemoryStore,
  type Plan,
  type ProviderRegistry,
  type ReadGauges,
  type RunEvent,
  type RunGauges,
  type RunResult,
  readJournal,
  recordDecisions,
  type SecretSource,
  type SendOptions,
  TransportError,
} from '@waybill/core';
import { findAdoptions, type Preflight, type RunPreflightOptions, runPreflight } from '@waybill/core/internal';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import {
  createInProcessSandbox,
  type FaultScript,
  type InProcessSandbox,
  type SandboxStand,
  type SettingsPatch,
  suitPlan,
} from '@waybill/sandbox';
import { sandboxClock } from './sandbox-clock.ts';

/** A moment at which something can go wrong: before or after a commit, or before or after a call has its effect. */
export interface RehearsalPoint {
  readonly at: 'commit' | 'call';
  readonly when: 'before' | 'after';
  /** Commits and calls are counted apart, from 1, over all processes of the world. */
  readonly index: number;
  /** Of a call: it changes something. */
  readonly isWrite?: boolean;
}

/**
 * `freeze`: the process is frozen just before it sends, another one takes the state and runs to its end, and then it
 * wakes up (before calls only). `die`: the process ends here. `lose`: the connection breaks here and the process lives
 * (calls only). `take-over`: another process takes the state while this one lives (before calls only).
 */
export type Interruption = 'none' | 'die' | 'lose' | 'take-over' | 'freeze';

/** `tail-lost`: the last `count` records were in a log that is gone. `bit-flipped`: one bit of a record has changed. */
export type Damage =
  | { readonly kind: 'none' }
  | { readonly kind: 'tail-lost'; readonly count: number }
  | { readonly kind: 'bit-flipped'; readonly seq: number; readonly bit: number };

export interface RehearsalOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly seed: number;
  readonly interrupt: (point: RehearsalPoint) => Interruption;
  readonly faults?: FaultScript;
  readonly settings?: SettingsPatch;
  /**
   * Stands of other vendors, beside those of the sandbox.
   *
   * @default none
   */
  readonly stands?: readonly SandboxStand[];
  /**
   * How long one way of a call takes, in milliseconds.
   *
   * @default 5
   */
  readonly travelMs?: () => number;
  /**
   * How long a commit takes, in milliseconds.
   *
   * @default 1
   */
  readonly commitMs?: () => number;
  /**
   * How many commits may be under way at once.
   *
   * @default 1, so that the same plan always has the same commits
   */
  readonly commitsAtOnce?: number;
  /** Called for every event of a run, with what the run knows of itself then. */
  readonly observe?: (event: RunEvent, gauges: RunGauges | undefined) => void;
  /**
   * Whether there is no connection to any vendor at this time, in milliseconds since the world began.
   *
   * @default never
   */
  readonly isDown?: (elapsedMs: number) => boolean;
  /**
   * The vendors take other access keys every so many milliseconds.
   *
   * @default the same ones for ever
   */
  readonly keysLastMs?: number;
  /**
   * What the state suffers when a process dies; asked with the number of its records.
   *
   * @default nothing
   */
  readonly damage?: (records: number) => Damage;
  /**
   * Every run applies one and the same saved preview, which fixes the id of the state.
   *
   * @default none
   */
  readonly isPreviewed?: boolean;
  /**
   * Calls at once over all providers.
   *
   * @default as many as the limits of each allow
   */
  readonly parallelism?: number;
  /**
   * The value behind each secret of the plan.
   *
   * @default `rehearsed-<name>`
   */
  readonly secretValue?: (name: string) => string;
}

/** The longest a rehearsal may take by its own clock. */
const LIMIT_MS = 7 * 24 * 3_600_000;

/**
 * A world for one plan: the real engine and adapters, the sandbox's state machines behind them, a disk and a virtual
 * clock. Processes come and go in it; the vendors, the disk and the clock stay.
 */
export class RehearsalWorld {
  readonly sandbox: InProcessSandbox;
  readonly clock: VirtualClock = new VirtualClock();
  readonly events: RunEvent[] = [];
  /** Ids of records whose commit was acknowledged to a process. */
  readonly acknowledged: Set<string> = new Set();
  readonly #options: RehearsalOptions;
  #disk: MemoryDisk;
  /** The record of which a bit has changed. */
  #flippedSeq: number | undefined;
  /** A second copy of the state, which is used at the same time. */
  #copy: MemoryDisk | undefined;
  #commits = 0;
  #calls = 0;
  #processes = 0;
  /** A preflight has called the vendors since the last run. */
  #hasJustAsked = false;
  #successor: Promise<RunResult> | undefined;
  readonly #beganMs: number;
  #keys = 0;
  /** Ends what is left of a dead process: nothing of it reaches the disk or the vendors any more. */
  #remains = new AbortController();
  #isDead = false;

  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.#beganMs = this.clock.now();
    this.#disk = this.#openDisk(options.seed);
    this.sandbox = createInProcessSandbox({
      seed: options.seed,
      clock: sandboxClock(this.clock),
      ...defined({ faults: options.faults, stands: options.stands }),
      ...suitPlan(
        {
          units: options.graph.units.map(({ unit }) => unit.with),
          entries: [...options.plan.providers.values()].map(({ config }) => config),
        },
        options.settings,
        options.stands,
      ),
    });
  }

  #openDisk(seed: number): MemoryDisk {
    const options = this.#options;
    const disk = new MemoryDisk(options.plan.name, createSeededRandom(seed));
    disk.commitsAtOnce = options.commitsAtOnce ?? 1;
    disk.commitDelay = () => this.clock.sleep(options.commitMs?.() ?? 1);
    disk.onCommit = (phase, records) => {
      if (this.#isDead) throw new Error('the process is dead');
      if (phase === 'before') this.#commits += 1;
      if (options.interrupt({ at: 'commit', when: phase, index: this.#commits }) === 'die') throw this.#die('commit');
      if (phase === 'after') for (const record of records) this.acknowledged.add(record.rid);
    };
    return disk;
  }

  get records(): readonly JournalRecord[] {
    return this.#disk.records;
  }

  /** Commits and calls so far. */
  get counts(): { readonly commits: number; readonly calls: number } {
    return { commits: this.#commits, calls: this.#calls };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** One process, from its start to its end, or the one that took over from it. Rejects when it dies: see `isDead`. */
  async run(): Promise<RunResult> {
    this.#isDead = false;
    this.#remains = new AbortController();
    this.#successor = undefined;
    this.#disk.releaseLockOfDeadProcess();
    return await this.#follow(this.#process());
  }

  /** To the end of the process, or of the last one that took over. */
  async #follow(process: Promise<RunResult>): Promise<RunResult> {
    try {
      const result = await this.clock.runUntil(process, LIMIT_MS);
      if (this.#successor === undefined || this.#successor === process) return result;
    } catch (error) {
      if (this.#successor === undefined || this.#successor === process) throw error;
      if (!(error instanceof LeaseLostError)) throw error;
    }
    return await this.#follow(this.#successor);
  }

  /** Asks beforehand what can be asked, as its own process would. */
  async preflight(
    setting: Pick<RunPreflightOptions, 'selection' | 'timeLimitMs' | 'onProgress'> = {},
  ): Promise<Preflight> {
    const store = openMemoryStore(this.#disk);
    const checkpoint = (await readJournal(store)).checkpoint();
    const { plan, graph, registry } = this.#options;
    this.#processes += 1;
    const work = runPreflight({
      ...setting,
      plan,
      graph,
      registry,
      ...(checkpoint.runCount === 0 ? {} : { checkpoint, stateId: store.header.stateId }),
      ...this.#surroundings(),
    });
    this.#hasJustAsked = true;
    return await this.clock.runUntil(work, LIMIT_MS);
  }

  /**
   * Puts an old copy of the state in its place, of when it had `count` records: what was recorded since is gone, and what
   * was done at the vendors is not.
   */
  restoreCopy(count: number): void {
    this.#disk.restoreCopy(count);
    const kept = new Set(this.records.map(({ rid }) => rid));
    for (const rid of this.acknowledged) if (!kept.has(rid)) this.acknowledged.delete(rid);
    this.#flippedSeq = undefined;
  }

  /** A bit of the state has changed, and no copy has taken its place since. */
  get isDamaged(): boolean {
    return this.#flippedSeq !== undefined;
  }

  /** An operator puts a copy from before the damage in the state's place, which takes a minute. */
  async restoreCopyBeforeDamage(): Promise<void> {
    await this.clock.advance(60_000);
    this.restoreCopy((this.#flippedSeq ?? 1) - 1);
  }

  /**
   * The state is gone, and a machine that has nothing of it begins anew: with an id of its own, or with the one that the
   * preview fixes which both apply.
   */
  loseState(): void {
    this.acknowledged.clear();
    this.#disk = this.#openDisk(this.#options.isPreviewed === true ? this.#options.seed : this.#options.seed + 1);
  }

  /** As an operator does for a lost state: takes over the tasks of all units that can be told. Gives their number. */
  async adoptAll(): Promise<number> {
    this.#disk.releaseLockOfDeadProcess();
    const store = openMemoryStore(this.#disk);
    const { plan, graph, registry } = this.#options;
    const search = findAdoptions({
      plan,
      graph,
      registry,
      store,
      ...this.#surroundings(),
      signal: new AbortController().signal,
      isMeant: () => true,
    });
    const { found } = await this.clock.runUntil(search, LIMIT_MS);
    const decisions = found.map(({ step, outputs, existingIds, evidence }) => {
      return { kind: 'adopt', step, outputs, existingIds, reason: evidence, isFound: true } as const;
    });
    await this.decide(decisions);
    return found.length;
  }

  /** As an operator does between two runs: all decisions or none. Rejects when the process dies: see `isDead`. */
  async decide(decisions: readonly Decision[]): Promise<void> {
    this.#isDead = false;
    this.#remains = new AbortController();
    this.#disk.releaseLockOfDeadProcess();
    const owner = { host: 'rehearsal', pid: 0, user: 'operator' };
    const { graph } = this.#options;
    const store = openMemoryStore(this.#disk);
    await this.clock.runUntil(recordDecisions(decisions, { graph, store, clock: this.clock, owner }), LIMIT_MS);
  }

  /**
   * Two processes at once, the second one on a copy of the state that was taken before the first run, and `delayMs` later:
   * neither sees the other's lock or records. Each result is of its own copy; a later call resumes both.
   */
  async runOnTwoCopies(delayMs: number): Promise<readonly [RunResult, RunResult]> {
    this.#disk.releaseLockOfDeadProcess();
    const copy = this.#copyOfState();
    const first = this.#process();
    const second = this.clock.sleep(delayMs).then(() => this.#process(copy));
    return await this.clock.runUntil(Promise.all([first, second]), LIMIT_MS);
  }

  #copyOfState(): MemoryDisk {
    if (this.#copy !== undefined) return this.#copy;
    this.#copy = this.#disk.copy();
    this.#copy.commitDelay = this.#disk.commitDelay;
    return this.#copy;
  }

  /** Opens every gate that a run ended at, in this state or in the copy of it. */
  async approveAll(result: RunResult, of: 'state' | 'copy' = 'state'): Promise<void> {
    const store = openMemoryStore(of === 'state' ? this.#disk : this.#copyOfState());
    for (const unit of result.units) {
      if (unit.status !== 'gated' || unit.step === undefined) continue;
      await store.post({ kind: 'approve', step: unit.step, by: 'rehearsal' });
    }
  }

  #process(disk: MemoryDisk = this.#disk): Promise<RunResult> {
    this.#processes += 1;
    const { plan, graph, registry, observe } = this.#options;
    let readGauges: ReadGauges | undefined;
    const hasJustCalled = this.#hasJustAsked;
    this.#hasJustAsked = false;
    return applyPlan({
      plan,
      graph,
      registry,
      hasJustCalled,
      stateExisted: this.#processes > 1,
      store: openMemoryStore(disk),
      ...this.#surroundings(),
      owner: { host: 'rehearsal', pid: this.#processes, user: 'rehearsal' },
      onGauges: (read) => {
        readGauges = read;
      },
      onEvent: (event) => {
        this.events.push(event);
        observe?.(event, readGauges?.());
      },
      signal: this.#remains.signal,
      ...defined({ parallelism: this.#options.parallelism }),
      ...(this.#options.isPreviewed === true ? { preview: this.#previewOf(disk) } : {}),
    });
  }

  #previewOf(disk: MemoryDisk): NonNullable<ApplyOptions['preview']> {
    const { stateId: id } = openMemoryStore(disk).header;
    const selection = { target: [], exclude: [], left_out: 0 };
    return { digest: 'rehearsed', binding: { steps_digest: '', versions: {}, state: { id, serial: 0 }, selection } };
  }

  /** What a process finds around it: the way to the vendors, the time, its environment. */
  #surroundings() {
    const { plan, seed, secretValue } = this.#options;
    const secrets = new Map(
      [...plan.secrets].map(([name, source]) => [source, secretValue?.(name) ?? `rehearsed-${name}`]),
    );
    return {
      transport: { send: (request: HttpRequest, options: SendOptions) => this.#send(request, options) },
      clock: this.clock,
      // No two processes draw the same nonces.
      random: createSeededRandom(seed * 1_000 + this.#processes),
      env: keysOf(this.sandbox),
      readSecret: (source: SecretSource) => secrets.get(source),
    };
  }

  async #send(request: HttpRequest, { mayStart }: SendOptions): Promise<HttpResponse> {
    if (this.#isDead) throw lost('the process is dead');
    this.#calls += 1;
    const index = this.#calls;
    const isWrite = request.method !== 'GET';
    const thawed = this.#interruptCall({ at: 'call', when: 'before', index, isWrite });
    if (thawed !== undefined) await thawed;
    if (mayStart?.() === false) throw keptBack();
    if (this.#options.isDown?.(this.clock.now() - this.#beganMs) === true) throw unreachable();
    await this.#travel();
    this.#renewKeys();
    const response = await this.sandbox.exchange(request);
    // No process is frozen after a call.
    void this.#interruptCall({ at: 'call', when: 'after', index, isWrite });
    await this.#travel();
    if (this.#isDead) throw lost('the process is dead');
    if (response === undefined) throw lost('the connection was reset');
    if (response.isCut) throw lost('the connection was reset in the middle of the answer');
    const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status: response.status, headers: Object.fromEntries(headers), body: response.body };
  }

  /** Resolves when a frozen process wakes up. */
  #interruptCall(point: RehearsalPoint): Promise<unknown> | undefined {
    const interruption = this.#options.interrupt(point);
    switch (interruption) {
      case 'none':
        return undefined;
      case 'freeze':
        this.#takeOver();
        return this.#successor?.catch(() => {});
      case 'take-over':
        this.#takeOver();
        return undefined;
      case 'lose':
        throw lost('the connection broke');
      case 'die':
        this.#die('call');
        throw lost('the process is dead');
    }
  }

  #die(at: RehearsalPoint['at']): Error {
    this.#isDead = true;
    this.#remains.abort();
    this.#suffer(this.#options.damage?.(this.records.length) ?? { kind: 'none' });
    return new Error(`the process died at a ${at}`);
  }

  #suffer(damage: Damage): void {
    if (damage.kind === 'tail-lost') this.restoreCopy(this.records.length - damage.count);
    if (damage.kind !== 'bit-flipped') return;
    this.#disk.flipBit(damage.seq, damage.bit);
    this.#flippedSeq = damage.seq;
  }

  #takeOver(): void {
    const successor = openMemoryStore(this.#disk)
      .breakLock()
      .then(() => this.#process());
    // Looked at when the first process has ended; until then its failure is nobody's.
    successor.catch(() => {});
    this.#successor = successor;
  }

  /** Under new tokens, which `keysOf` shows as soon as they count. */
  #renewKeys(): void {
    const { keysLastMs } = this.#options;
    const keys = keysLastMs === undefined ? 0 : Math.floor((this.clock.now() - this.#beganMs) / keysLastMs);
    if (keys === this.#keys) return;
    this.#keys = keys;
    for (const credentials of Object.values(this.sandbox.credentials))
      Object.assign(credentials, { securityToken: `rehearsed-${keys}` });
  }

  #travel(): Promise<void> {
    return this.clock.sleep(this.#options.travelMs?.() ?? 5);
  }
}

/** What a credential chain finds: always the keys of the moment, as in a file that something else keeps fresh. */
function keysOf(sandbox: InProcessSandbox): Readonly<Record<string, string>> {
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
