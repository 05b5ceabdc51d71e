import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Adoption,
  type AdoptionSearch,
  type Checkpoint,
  type ChosenOrphan,
  type Decision,
  defined,
  exportJournal,
  type Graph,
  type JsonObject,
  type OrphanList,
  type Plan,
  type Preview,
  type PreviewDifference,
  type Report,
  type RunResult,
  recordDecisions,
  type SelectOptions,
  type Standing,
  StateLockedError,
  type StepWith,
  type Sweep,
} from '@waybill/core';
import {
  collectDifferences,
  type DifferentValues,
  type FoundDifference,
  foldJournal,
  readLeftOut,
  readValues,
  selectUnits,
} from '@waybill/core/internal';
import { adoptTasks, findTasksToAdopt, showsTask } from './adopt-tasks.ts';
import { approveGates, pendingApprovals } from './approve-gates.ts';
import { buildPlanReport } from './build-plan-report.ts';
import { type CredentialsCheck, checkCredentials } from './check-credentials.ts';
import type { CompiledPlan } from './check-plan.ts';
import { askFreshness } from './derive/ask-freshness.ts';
import { askUsage } from './derive/ask-usage.ts';
import { describeRollback } from './derive/describe-rollback.ts';
import { rollBackUnits, verifyUnits } from './derive/open-derived.ts';
import type { RollbackOptions } from './derive/roll-back-units.ts';
import type { VerifyOptions } from './derive/verify-units.ts';
import { expectRunOptions } from './expect-run-options.ts';
import type { RunLiveness } from './live/run-liveness.ts';
import { type KnownState, makePreview, readKnownState } from './make-preview.ts';
import { PlanAccess } from './plan-access.ts';
import type {
  Approval,
  AskOptions,
  CredentialsOptions,
  DerivedRun,
  FindOptions,
  OpenPlan,
  OpenPlanOptions,
  PreviewExpiry,
  PreviewOptions,
  ReportOptions,
  StateHolder,
  UnitFreshness,
  UsageFinding,
} from './plan-handle.ts';
import { compareApproved, type RunOptions, type RunParts, runPlan } from './run-plan.ts';
import { inspectPlanState, type StateFindings } from './state/inspect-plan-state.ts';
import {
  explainAddress,
  type PlanStatus,
  type RecordedState,
  readRecorded,
  readStatus,
  type StepWhy,
} from './state/plan-status.ts';
import { deleteOrphanTasks, listOrphanTasks } from './sweep-tasks.ts';

/** The functions of an open plan: each finds the state and the transport it needs, and hands over to the engine. */
export class PlanWithState implements OpenPlan {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly #access: PlanAccess;
  readonly #runs = new Set<Promise<RunResult>>();
  /** The APIs were asked: the next run cannot know how full their windows are. */
  #hasAsked = false;

  constructor(compiled: CompiledPlan, options: OpenPlanOptions) {
    this.plan = compiled.plan;
    this.graph = compiled.graph;
    this.#access = new PlanAccess(compiled, options);
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    const {
      detail = 'full',
      asksApis = false,
      estimates = false,
      parallelism,
      fixesState = true,
      target,
      exclude,
      ...asking
    } = options;
    expectRunOptions({ parallelism });
    const { compiled, surroundings } = this.#access;
    this.#hasAsked ||= asksApis;
    return await makePreview({
      compiled,
      known: await this.#known(),
      selection: selectUnits(this.graph, defined({ target, exclude })),
      detail,
      estimates,
      parallelism,
      nowMs: surroundings.clock.now(),
      ...(fixesState ? { newStateId: this.#access.newStateId } : {}),
      ...(asksApis ? { asking: { ...surroundings, transport: this.#access.transport(), ...asking } } : {}),
    });
  }

  async comparePreview(
    preview: Preview,
    { previewExpiresAtMs: expiresAtMs }: PreviewExpiry = {},
  ): Promise<readonly PreviewDifference[]> {
    const store = await this.#access.state.existing();
    const known =
      store === undefined
        ? undefined
        : {
            store,
            checkpoint: (await foldJournal(store, { renames: this.graph.renames, pause: nextTurn })).checkpoint(),
          };
    return await compareApproved({ preview, expiresAtMs }, known, this.#parts());
  }

  async report(
    preview?: Preview,
    { how = 'SHA-256 of the lines of exportJournal' }: ReportOptions = {},
  ): Promise<Report> {
    const store = await this.#access.expectState();
    const { compiled, surroundings } = this.#access;
    return await buildPlanReport(compiled, { store, preview, how, nowMs: surroundings.clock.now() });
  }

  async apply(options: RunOptions = {}): Promise<RunResult> {
    this.#access.expectOpen();
    expectRunOptions(options);
    const { closing } = this.#access;
    const signal = AbortSignal.any([closing, ...(options.signal === undefined ? [] : [options.signal])]);
    const run = runPlan({ hasJustCalled: this.#hasAsked, ...options }, { ...this.#parts(), signal });
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  #parts(): Omit<RunParts, 'signal'> {
    const { compiled, state, surroundings, newStateId } = this.#access;
    return { compiled, state, surroundings, newStateId, transport: this.#access.transport() };
  }

  async approve(gates: readonly string[], approval: Approval = {}): Promise<void> {
    await approveGates(gates, approval, this.#access);
  }

  async pendingApprovals(by?: string): Promise<ReadonlySet<string>> {
    return await pendingApprovals(this.#access, by);
  }

  async decide(decisions: readonly Decision[]): Promise<void> {
    const { clock, owner } = this.#access.surroundings;
    const store = await this.#access.expectState();
    await recordDecisions(decisions, { graph: this.graph, store, clock, owner });
  }

  async verification(options: VerifyOptions = {}): Promise<DerivedRun> {
    return await verifyUnits(options, this.#access, openDerived);
  }

  async rollback(options: RollbackOptions): Promise<DerivedRun> {
    return await rollBackUnits(options, this.#access, openDerived);
  }

  async freshness(options: SelectOptions & AskOptions = {}): Promise<ReadonlyMap<string, UnitFreshness>> {
    this.#hasAsked = true;
    return await askFreshness(options, this.#access);
  }

  async usage(options: SelectOptions & AskOptions = {}): Promise<ReadonlyMap<string, readonly UsageFinding[]>> {
    this.#hasAsked = true;
    return await askUsage(options, this.#access);
  }

  async differences(): Promise<readonly FoundDifference[]> {
    const store = await this.#access.state.existing();
    const leftOut = store === undefined ? undefined : await readLeftOut(store, this.graph);
    const checkpoint = await this.checkpoint();
    return collectDifferences({ ...this.#access.compiled, checkpoint, ...defined({ leftOut }) });
  }

  async valuesOf(
    found: readonly FoundDifference[],
    options: AskOptions = {},
  ): Promise<readonly (DifferentValues | undefined)[]> {
    this.#hasAsked = true;
    return await readValues(found, await this.#access.sweep(options));
  }

  async cancel(by: string = this.#access.operator): Promise<RunLiveness> {
    const { running } = await this.recorded();
    if (running !== 'no') await (await this.#access.openState()).post({ kind: 'cancel', by });
    return running;
  }

  async status(): Promise<PlanStatus> {
    return await readStatus(await this.#access.reader());
  }

  async explain(address: string): Promise<StepWhy | undefined> {
    return await explainAddress(address, await this.#access.reader(), (unit) => describeRollback(unit, this.#access));
  }

  async recorded(): Promise<RecordedState> {
    return await readRecorded(await this.#access.reader());
  }

  async standing(): Promise<Standing> {
    return (await this.recorded()).standing;
  }

  async checkpoint(): Promise<Checkpoint> {
    return (await this.recorded()).checkpoint;
  }

  async *exportJournal(): AsyncGenerator<string> {
    const store = await this.#access.state.existing();
    if (store !== undefined) yield* exportJournal(store);
  }

  async stateLocation(): Promise<string> {
    return await this.#access.state.shownLocation();
  }

  async hasState(): Promise<boolean> {
    return await this.#access.state.exists();
  }

  async inspectState(): Promise<StateFindings> {
    return await inspectPlanState(this.#access.state, this.#access.surroundings.host);
  }

  /** It is given back at once where it could be taken. */
  async holder(): Promise<StateHolder | undefined> {
    const store = await this.#access.state.existing();
    if (store === undefined) return undefined;
    try {
      await using _lease = await store.acquire(this.#access.surroundings.owner);
      return undefined;
    } catch (error) {
      if (error instanceof StateLockedError) return { owner: error.owner };
      throw error;
    }
  }

  async breakLock(): Promise<void> {
    await (await this.#access.state.existing())?.breakLock();
  }

  async checkCredentials({ asksApis = true, signal }: CredentialsOptions = {}): Promise<readonly CredentialsCheck[]> {
    this.#access.expectOpen();
    const { compiled, surroundings, closing } = this.#access;
    const { readSecret, env, clock, random } = surroundings;
    const transport = asksApis ? this.#access.transport() : undefined;
    return await checkCredentials({ compiled, readSecret, env, clock, random, transport, signal: signal ?? closing });
  }

  async findAdoptions(options: FindOptions = {}): Promise<AdoptionSearch> {
    return await findTasksToAdopt(options, this.#access);
  }

  async adopt(found: readonly Adoption[], reason: string): Promise<void> {
    await adoptTasks(found, reason, this.#access);
  }

  async showsTask(
    step: StepWith<'hasEffect'>,
    outputs: JsonObject,
    options: AskOptions = {},
  ): Promise<boolean | undefined> {
    return await showsTask({ step, outputs }, options, this.#access);
  }

  async orphans(options: AskOptions = {}): Promise<OrphanList> {
    return await listOrphanTasks(options, this.#access);
  }

  async deleteOrphans(chosen: readonly ChosenOrphan[], options: AskOptions = {}): Promise<Sweep> {
    return await deleteOrphanTasks(chosen, options, this.#access);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#access.close();
    await Promise.allSettled(this.#runs);
    await this.#access[Symbol.asyncDispose]();
  }

  /** What the state says; nothing when there is none yet. */
  async #known(): Promise<KnownState | undefined> {
    this.#access.expectOpen();
    const store = await this.#access.state.existing();
    return store === undefined ? undefined : await readKnownState(store, this.#access.compiled);
  }
}

function openDerived(compiled: CompiledPlan, options: OpenPlanOptions): OpenPlan {
  return new PlanWithState(compiled, options);
}
