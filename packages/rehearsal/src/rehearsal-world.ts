import {
  type ApplyOptions,
  applyPlan,
  type Decision,
  defined,
  type HttpRequest,
  type JournalRecord,
  LeaseLostError,
  type MemoryDisk,
  openMemoryStore,
  type ReadGauges,
  type RunEvent,
  type RunResult,
  readJournal,
  recordDecisions,
  type SecretSource,
  type SendOptions,
} from '@waybill/core';
import {
  findAdoptions,
  type Preflight,
  type RunPreflightOptions,
  ruleOfGate,
  runPreflight,
} from '@waybill/core/internal';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { createInProcessSandbox, type InProcessSandbox, suitPlan } from '@waybill/sandbox';
import type { RehearsalOptions, RehearsalPoint } from './rehearsal-options.ts';
import { RehearsedState } from './rehearsed-state.ts';
import { keysOf, RehearsedWire } from './rehearsed-wire.ts';
import { sandboxClock } from './sandbox-clock.ts';

/** How long an operator takes to put a copy in the state's place. */
const RESTORING_MS = 60_000;

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
  readonly #options: RehearsalOptions;
  readonly #state: RehearsedState;
  readonly #wire: RehearsedWire;
  #processes = 0;
  /** A preflight has called the vendors since the last run. */
  #hasJustAsked = false;
  #successor: Promise<RunResult> | undefined;
  /** Ends what is left of a dead process: nothing of it reaches the disk or the vendors any more. */
  #remains = new AbortController();
  #isDead = false;

  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.#state = new RehearsedState({
      ...options,
      planName: options.plan.name,
      clock: this.clock,
      isDead: () => this.#isDead,
      onCommit: (point) => this.#onCommit(point),
    });
    this.sandbox = createInProcessSandbox({
      seed: options.seed,
      clock: sandboxClock(this.clock),
      ...defined({ faults: options.faults, stands: options.stands }),
      ...suitPlan(
        {
          units: options.graph.units.map(({ unit }) => unit.with),
          entries: [...options.plan.providers.values()].map(({ config }) => config),
          connections: Object.fromEntries(
            [...options.plan.providers].map(([alias, { type, config }]) => [alias, { ...config, type }]),
          ),
          moves: options.graph.units.map(({ unit }) => ({
            connection: unit.migration.provider,
            target: unit.migration.recipe,
            with: unit.with,
            options: unit.options,
          })),
        },
        options.settings,
        options.stands,
      ),
    });
    this.#wire = new RehearsedWire({
      ...options,
      sandbox: this.sandbox,
      clock: this.clock,
      isDead: () => this.#isDead,
      isOwnWork: () => this.#state.isOwnWork,
      die: () => this.#die('call'),
      takeOver: () => this.#takeOver(),
    });
  }

  /** Ids of records whose commit was acknowledged to a process. */
  get acknowledged(): ReadonlySet<string> {
    return this.#state.acknowledged;
  }

  get records(): readonly JournalRecord[] {
    return this.#state.records;
  }

  /** Commits and calls so far. */
  get counts(): { readonly commits: number; readonly calls: number } {
    return { commits: this.#state.commits, calls: this.#wire.calls };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** One process, from its start to its end, or the one that took over from it. Rejects when it dies: see `isDead`. */
  async run(): Promise<RunResult> {
    this.#isDead = false;
    this.#remains = new AbortController();
    this.#successor = undefined;
    this.#state.disk.releaseLockOfDeadProcess();
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
    const store = openMemoryStore(this.#state.disk);
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
    this.#state.restoreCopy(count);
  }

  /** A bit of the state has changed, and no copy has taken its place since. */
  get isDamaged(): boolean {
    return this.#state.isDamaged;
  }

  /** See `RehearsedState.hasLostFirstRun`. */
  get hasLostFirstRun(): boolean {
    return this.#state.hasLostFirstRun;
  }

  /** An operator puts a copy from before the damage in the state's place. */
  async restoreCopyBeforeDamage(): Promise<void> {
    await this.clock.advance(RESTORING_MS);
    this.#state.restoreCopyBeforeDamage();
  }

  /** See `RehearsedState.lose`. */
  loseState(): void {
    this.#state.lose();
  }

  /** As an operator does for a lost state: takes over the tasks of all units whose task can be determined. Gives their number. */
  async adoptAll(): Promise<number> {
    this.#state.disk.releaseLockOfDeadProcess();
    const store = openMemoryStore(this.#state.disk);
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
    this.#state.disk.releaseLockOfDeadProcess();
    const owner = { host: 'rehearsal', pid: 0, user: 'operator' };
    const { graph } = this.#options;
    const store = openMemoryStore(this.#state.disk);
    await this.clock.runUntil(recordDecisions(decisions, { graph, store, clock: this.clock, owner }), LIMIT_MS);
  }

  /**
   * Two processes at once, the second one on a copy of the state that was taken before the first run, and `delayMs` later:
   * neither sees the other's lock or records. Each result is of its own copy; a later call resumes both.
   */
  async runOnTwoCopies(delayMs: number): Promise<readonly [RunResult, RunResult]> {
    this.#state.disk.releaseLockOfDeadProcess();
    const { copy } = this.#state;
    const first = this.#process();
    const second = this.clock.sleep(delayMs).then(() => this.#process(copy));
    return await this.clock.runUntil(Promise.all([first, second]), LIMIT_MS);
  }

  /** Opens every gate that a run ended at, in this state or in the copy of it: as all those whom the plan wants to. */
  async approveAll(result: RunResult, of: 'state' | 'copy' = 'state'): Promise<void> {
    const store = openMemoryStore(this.#state[of === 'state' ? 'disk' : 'copy']);
    for (const unit of result.units) {
      if (unit.status !== 'gated' || unit.step === undefined) continue;
      const { plan, graph } = this.#options;
      const rule = ruleOfGate(plan.approvals, graph.stepsByAddress.get(unit.step));
      const given = { kind: 'approve', step: unit.step, atMs: this.clock.now(), reason: 'rehearsal' } as const;
      const approvers = rule?.approvers?.slice(0, rule.count) ?? ['rehearsal'];
      for (const by of approvers) await store.post({ ...given, by });
    }
  }

  #process(disk: MemoryDisk = this.#state.disk): Promise<RunResult> {
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
      // By its own clock that takes no time.
      waitsForWindows: true,
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
      transport: { send: (request: HttpRequest, options: SendOptions) => this.#wire.send(request, options) },
      clock: this.clock,
      // No two processes draw the same nonces.
      random: createSeededRandom(seed * 1_000 + this.#processes),
      env: keysOf(this.sandbox),
      readSecret: (source: SecretSource) => secrets.get(source),
    };
  }

  #onCommit(point: RehearsalPoint): void {
    if (this.#options.interrupt(point) === 'die') throw this.#die('commit');
  }

  #die(at: RehearsalPoint['at']): Error {
    this.#isDead = true;
    this.#remains.abort();
    this.#state.suffer(this.#options.damage?.(this.records.length) ?? { kind: 'none' });
    return new Error(`the process died at a ${at}`);
  }

  /** Resolves when the process that took over has ended, however it did. */
  #takeOver(): Promise<unknown> {
    const successor = openMemoryStore(this.#state.disk)
      .breakLock()
      .then(() => this.#process());
    this.#successor = successor;
    // Looked at when the first process has ended; until then its failure is handled nowhere.
    return successor.catch(() => {});
  }
}
