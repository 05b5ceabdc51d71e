import {
  type Adoption,
  type AdoptionSearch,
  assertInvariant,
  type Checkpoint,
  type CheckpointStore,
  type ChosenOrphan,
  type Decision,
  DecisionRefusedError,
  defined,
  exportJournal,
  type Graph,
  type JsonObject,
  type OrphanList,
  type Owner,
  type Plan,
  type Preview,
  type PreviewDifference,
  type Report,
  type RunResult,
  readJournal,
  recordDecisions,
  type Standing,
  StateLockedError,
  type StepWith,
  type Sweep,
  type Transport,
} from '@waybill/core';
import {
  deleteOrphans,
  findAdoptions,
  isTaskShown,
  listOrphans,
  needsApproval,
  type SweepOptions,
  selectUnits,
} from '@waybill/core/internal';
import { createUndiciTransport } from '@waybill/transport';
import { buildPlanReport } from './build-plan-report.ts';
import type { CompiledPlan } from './check-plan.ts';
import type { RunLiveness } from './live/run-liveness.ts';
import { drawStateId, type KnownState, makePreview, readKnownState } from './make-preview.ts';
import type {
  Approval,
  AskOptions,
  FindOptions,
  OpenPlan,
  OpenPlanOptions,
  PreviewExpiry,
  PreviewOptions,
  ReportOptions,
  StateHolder,
} from './plan-handle.ts';
import { compareApproved, type RunOptions, type RunParts, runPlan } from './run-plan.ts';
import { inspectPlanState, type StateFindings } from './state/inspect-plan-state.ts';
import { PlanState } from './state/plan-state.ts';
import {
  explainAddress,
  type PlanStatus,
  type RecordedState,
  readRecorded,
  readStatus,
  type StatusReader,
  type StepWhy,
} from './state/plan-status.ts';
import { StateMissingError } from './state/state-missing-error.ts';
import { type PlanSurroundings, surroundingsOf } from './surroundings.ts';

/** The functions of an open plan: each finds the state and the transport it needs, and hands over to the engine. */
export class PlanWithState implements OpenPlan {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly #compiled: CompiledPlan;
  readonly #surroundings: PlanSurroundings;
  readonly #state: PlanState;
  readonly #givenTransport: Transport | undefined;
  #ownTransport: (Transport & AsyncDisposable) | undefined;
  #drawnStateId: string | undefined;
  readonly #closing = new AbortController();
  readonly #runs = new Set<Promise<RunResult>>();
  /** A preview asked the APIs: the next run cannot know how full their windows are. */
  #hasAsked = false;

  constructor(compiled: CompiledPlan, options: OpenPlanOptions) {
    this.plan = compiled.plan;
    this.graph = compiled.graph;
    this.#compiled = compiled;
    this.#surroundings = surroundingsOf(options);
    this.#givenTransport = options.transport;
    const { cwd, random, onWarning } = this.#surroundings;
    this.#state = new PlanState(compiled.plan, { cwd, random, onWarning, ...defined({ state: options.state }) });
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    const {
      detail = 'full',
      asksApis = false,
      estimates = false,
      fixesState = true,
      target,
      exclude,
      ...asking
    } = options;
    this.#hasAsked ||= asksApis;
    return await makePreview({
      compiled: this.#compiled,
      known: await this.#known(),
      selection: selectUnits(this.graph, defined({ target, exclude })),
      detail,
      estimates,
      ...(fixesState ? { newStateId: this.#newStateId() } : {}),
      ...(asksApis ? { asking: { ...this.#surroundings, transport: this.#transport(), ...asking } } : {}),
    });
  }

  async comparePreview(
    preview: Preview,
    { previewExpiresAtMs: expiresAtMs }: PreviewExpiry = {},
  ): Promise<readonly PreviewDifference[]> {
    const store = await this.#state.existing();
    const known =
      store === undefined
        ? undefined
        : { store, checkpoint: (await readJournal(store, this.graph.renames)).checkpoint() };
    return compareApproved({ preview, expiresAtMs }, known, this.#parts());
  }

  async report(
    preview?: Preview,
    { how = 'SHA-256 of the lines of exportJournal' }: ReportOptions = {},
  ): Promise<Report> {
    return await buildPlanReport(this.#compiled, { store: await this.#expectState(), preview, how });
  }

  async apply(options: RunOptions = {}): Promise<RunResult> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const run = runPlan({ hasJustCalled: this.#hasAsked, ...options }, { ...this.#parts(), signal });
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  #parts(): Omit<RunParts, 'signal'> {
    return {
      compiled: this.#compiled,
      state: this.#state,
      surroundings: this.#surroundings,
      transport: this.#transport(),
      newStateId: this.#newStateId(),
    };
  }

  async approve(gates: readonly string[], { by = this.#operator, reason }: Approval = {}): Promise<void> {
    const present = gates.map((gate) => {
      const step = this.graph.stepsByAddress.get(gate);
      if (step !== undefined && needsApproval(step)) return step.address;
      throw new DecisionRefusedError(
        `${gate} is no gate of plan ${this.plan.name}.`,
        "Give the address of the gate's step, as the result of a run names it.",
      );
    });
    const store = await this.#expectState();
    const { standing } = await this.recorded();
    const early = present.find((gate) => standing.step(gate) !== 'gated');
    if (early !== undefined)
      throw new DecisionRefusedError(
        `${early} does not wait for an approval: it is ${standing.step(early)}.`,
        'Approve a gate once a run has reached it; `status` has those that wait.',
      );
    for (const step of present) await store.post({ kind: 'approve', step, by, ...defined({ reason }) });
  }

  async pendingApprovals(): Promise<ReadonlySet<string>> {
    const store = await this.#state.existing();
    const posted = (await store?.readPosted?.()) ?? [];
    return new Set(
      posted.flatMap((request) => (request.kind === 'approve' ? [this.graph.renames.step(request.step)] : [])),
    );
  }

  async decide(decisions: readonly Decision[]): Promise<void> {
    const { clock, owner } = this.#surroundings;
    await recordDecisions(decisions, { graph: this.graph, store: await this.#expectState(), clock, owner });
  }

  async cancel(by: string = this.#operator): Promise<RunLiveness> {
    const { running } = await this.recorded();
    if (running !== 'no') await (await this.#openState()).post({ kind: 'cancel', by });
    return running;
  }

  async status(): Promise<PlanStatus> {
    return await readStatus(await this.#reader());
  }

  async explain(address: string): Promise<StepWhy | undefined> {
    return await explainAddress(address, await this.#reader());
  }

  async recorded(): Promise<RecordedState> {
    return await readRecorded(await this.#reader());
  }

  async standing(): Promise<Standing> {
    return (await this.recorded()).standing;
  }

  async checkpoint(): Promise<Checkpoint> {
    return (await this.recorded()).checkpoint;
  }

  async *exportJournal(): AsyncGenerator<string> {
    const store = await this.#state.existing();
    if (store !== undefined) yield* exportJournal(store);
  }

  async stateLocation(): Promise<string> {
    return await this.#state.shownLocation();
  }

  async hasState(): Promise<boolean> {
    return await this.#state.exists();
  }

  async inspectState(): Promise<StateFindings> {
    return await inspectPlanState(this.#state, this.#surroundings.host);
  }

  /** It is given back at once where it could be taken. */
  async holder(): Promise<StateHolder | undefined> {
    const store = await this.#state.existing();
    if (store === undefined) return undefined;
    try {
      await using _lease = await store.acquire(this.#surroundings.owner);
      return undefined;
    } catch (error) {
      if (error instanceof StateLockedError) return { owner: error.owner };
      throw error;
    }
  }

  async breakLock(): Promise<void> {
    await (await this.#state.existing())?.breakLock();
  }

  async findAdoptions({ isMeant = () => true, ...options }: FindOptions = {}): Promise<AdoptionSearch> {
    return await findAdoptions({ ...(await this.#sweep(options)), isMeant });
  }

  async adopt(found: readonly Adoption[], reason: string): Promise<void> {
    const { plan, graph } = this.#compiled;
    const { clock, owner } = this.#surroundings;
    const decisions = found.map(({ step, outputs, existingIds, evidence }): Decision => {
      return { kind: 'adopt', step, outputs, existingIds, isFound: true, reason: `${reason} (${evidence})` };
    });
    const firstRun = { plan: plan.name, planDigest: plan.digest, stepCount: graph.stepCount, versions: {} };
    await recordDecisions(decisions, { graph, store: await this.#openState(), clock, owner, firstRun });
  }

  async showsTask(
    step: StepWith<'hasEffect'>,
    outputs: JsonObject,
    options: AskOptions = {},
  ): Promise<boolean | undefined> {
    return await isTaskShown({ ...(await this.#sweep(options)), step, outputs });
  }

  async orphans(options: AskOptions = {}): Promise<OrphanList> {
    return await listOrphans(await this.#sweep(options));
  }

  async deleteOrphans(chosen: readonly ChosenOrphan[], options: AskOptions = {}): Promise<Sweep> {
    const { owner } = this.#surroundings;
    return await deleteOrphans({
      ...(await this.#sweep(options)),
      store: await this.#expectState(),
      owner,
      chosen,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#runs);
    await this.#state[Symbol.asyncDispose]();
    await this.#ownTransport?.[Symbol.asyncDispose]();
  }

  async #sweep({ signal = this.#closing.signal }: AskOptions): Promise<SweepOptions> {
    const { clock, random, env, readSecret } = this.#surroundings;
    const store = await this.#state.existing();
    return { ...this.#compiled, store, transport: this.#transport(), clock, random, env, readSecret, signal };
  }

  async #reader(): Promise<StatusReader> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    const { clock, host } = this.#surroundings;
    return { compiled: this.#compiled, store: await this.#state.existing(), host, nowMs: clock.now() };
  }

  /** What the state says; nothing when there is none yet. */
  async #known(): Promise<KnownState | undefined> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    const store = await this.#state.existing();
    return store === undefined ? undefined : await readKnownState(store, this.#compiled);
  }

  /** Of a plan without a state nothing was reached that could be decided on, and every task looks like one of another state. */
  async #expectState(): Promise<CheckpointStore> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    const store = await this.#state.existing();
    if (store === undefined) throw new StateMissingError(this.plan.name, await this.#state.shownLocation());
    return store;
  }

  /** The state is created when something is to be written, so that looking at a plan leaves no trace. */
  async #openState(stateId: string = this.#newStateId()): Promise<CheckpointStore> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    return await this.#state.open(stateId);
  }

  /** Drawn once, so that the previews of a plan without a state are the same. */
  #newStateId(): string {
    this.#drawnStateId ??= drawStateId(this.#surroundings.random);
    return this.#drawnStateId;
  }

  #transport(): Transport {
    if (this.#givenTransport !== undefined) return this.#givenTransport;
    const { env, cwd } = this.#surroundings;
    this.#ownTransport ??= createUndiciTransport({ env, cwd });
    return this.#ownTransport;
  }

  get #operator(): string {
    const { user, host }: Owner = this.#surroundings.owner;
    return `${user}@${host}`;
  }
}
