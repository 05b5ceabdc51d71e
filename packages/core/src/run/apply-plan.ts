import { createSecretKey } from 'node:crypto';
import type { PreviewBinding } from '../binding/binding.ts';
import { findMovedConnectionsSliced, findOtherKeys } from '../binding/compare-connections.ts';
import { compareState, PreviewStaleError } from '../binding/compare-preview.ts';
import { acceptedMeaning, type Comparison, compareWithCheckpointSliced } from '../binding/compare-with-checkpoint.ts';
import type { Clock, Random } from '../clock.ts';
import type { ConnectedProviders } from '../connect/connect-providers.ts';
import { type ConnectedAccount, markOtherKeys } from '../connect/connected-account.ts';
import type { SecretReader } from '../connect/read-secrets.ts';
import type { RunEvent, RunEventBody } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalRecord, Owner, PlanRebased, RecordBody, RunEnded } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedIdentities } from '../plan/planned-connection.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import { type ProgressCounts, UnitStates } from '../progress/unit-states.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import type { Transport } from '../provider/transport.ts';
import { redactError } from '../redact/redact-error.ts';
import { redactRecord } from '../redact/redact-record.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { Ledger } from '../scheduler/ledger.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import { SnapshotKeeper } from '../standing/snapshot-keeper.ts';
import { foreignBeforeMs } from '../steps/call/foreign-before.ts';
import { defined } from '../value/defined.ts';
import { atOnce, inSlices, type Sliced } from '../value/sliced.ts';
import { VERSION } from '../version.ts';
import { connectRun, linkStop } from './connect-run.ts';
import { FirstNamesWatch, firstNamesOf } from './first-names-watch.ts';
import type { ReadGauges } from './gauges.ts';
import { Observers } from './observers.ts';
import { PlanChangedError } from './plan-changed-error.ts';
import { redactEvent, redactGauges, redactResult } from './redact-event.ts';
import { Run } from './run.ts';
import type { RunParts } from './run-parts.ts';
import type { RunResult } from './run-result.ts';
import { singleError } from './single-error.ts';
import { stopReasonOfError } from './stop-reason.ts';

export interface ApplyOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly store: CheckpointStore;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readSecret: SecretReader;
  readonly owner: Owner;
  /** Called for every event, in order. What it throws ends nothing: it is counted in the result's `observerFault`. */
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Called once, before the first step, with a reader of where the run stands against its limits. Reading is up to the
   * caller: at any time, also after the end, as often as a view draws.
   */
  readonly onGauges?: (read: ReadGauges) => void;
  /** Called for each record that the journal holds, under the lock, as it is read: a run reads it once. */
  readonly onRecord?: (record: JournalRecord) => void;
  /**
   * Called once, under the lock, when the journal has been read and before anything is compared, sent or written. What it
   * throws refuses the run. It is awaited: until then the checkpoint is as it was read. Its maps are those of the run: they
   * change later, and must not be changed.
   */
  readonly onJournalRead?: (before: Checkpoint) => void | Promise<void>;
  /**
   * Called once, before the first step, with a reader of what the journal says at that moment. Its maps are those of the
   * run: they change while it goes on, and must not be changed.
   */
  readonly onState?: (read: () => Checkpoint) => void;
  /** Called once, when all providers are connected and before the first call: the accounts that the run uses. */
  readonly onAccounts?: (accounts: readonly ConnectedAccount[]) => void;
  /** Aborting it starts nothing more, lets calls under way finish, and ends the run as `stopped`. */
  readonly signal?: AbortSignal;
  /**
   * Work on failed units again instead of leaving them failed.
   *
   * @default false
   */
  readonly retryFailed?: boolean;
  /**
   * Go on although steps that were done or begun changed in the plan; they stay as they were done, and later runs do not
   * ask again unless they change once more.
   *
   * @default false
   */
  readonly keepChanged?: boolean;
  /**
   * The units to work on.
   *
   * @default all
   */
  readonly selection?: Selection;
  /** The saved preview that is applied. Refused when the state has moved on since, except by applying this very preview. */
  readonly preview?: { readonly digest: string; readonly binding: PreviewBinding };
  /**
   * Stop after this many failed units.
   *
   * @default never
   */
  readonly maxFailures?: number;
  /**
   * Stop after this many milliseconds.
   *
   * @default never
   */
  readonly maxRuntimeMs?: number;
  /**
   * Calls at once over all providers together, next to the limits of each. At least 1.
   *
   * @default no such cap
   */
  readonly parallelism?: number;
  /**
   * The rules that the run follows.
   *
   * @default all there are
   */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * The same providers were called a moment ago, by a preflight: their rate windows count as used up.
   *
   * @default false
   */
  readonly hasJustCalled?: boolean;
  /**
   * The state was there before this process. If it knows of no run, as a copy from before one does, the rate windows count
   * as used up.
   *
   * @default false
   */
  readonly stateExisted?: boolean;
  /**
   * Awaited between the slices in which a run takes over what its journal says. Of a large plan that takes long: what
   * it waits for is done in between.
   *
   * @default it is done at once
   */
  readonly pause?: () => Promise<void>;
}

/**
 * Applies a plan to its state: takes the lock, reads the journal, compares, connects, runs, and writes how it ended.
 * Running it again resumes.
 *
 * Failed units are in the result and are not thrown.
 *
 * @throws StateLockedError while another run has the lock
 * @throws PlanChangedError when steps that were done or begun changed, unless `keepChanged` is given
 * @throws PreviewStaleError when the saved preview no longer holds
 * @throws FirstNameChangedError when a migration that was begun has another first name
 * @throws SecretsMissingError and `CredentialsError` before anything is sent
 * @throws LeaseLostError and `JournalWriteError` when nothing more can be recorded
 */
export async function applyPlan(options: ApplyOptions): Promise<RunResult> {
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    return redactResult(await applyWith(redactor, options), redactor);
  } catch (thrown) {
    throw redactError(singleError(thrown), redactor);
  }
}

/** Texts become clean at the exits alone: what is recorded, what is emitted, what gauges and the result show, what is thrown. */
async function applyWith(redactor: Redactor, options: ApplyOptions): Promise<RunResult> {
  const { plan, graph, store, clock } = options;
  await using lease = await store.acquire(options.owner);
  const snapshots = new SnapshotKeeper(lease, { plan, graph });
  const firstNames = new FirstNamesWatch(plan, graph);
  const fold = await readJournal(store, graph.renames, (record, written) => {
    firstNames.add(written);
    snapshots.read(record);
    options.onRecord?.(record);
  });
  firstNames.check(() => fold.checkpoint().steps.keys());
  const before = fold.checkpoint();
  await options.onJournalRead?.(before);
  const foreignBefore = foreignBeforeMs(before, options.preview?.digest);
  const sliced = <Result>(work: Sliced<Result>): Promise<Result> => workSliced(work, options.pause);
  const comparison = await sliced(compareWithCheckpointSliced(graph, plan.digest, before));
  if (options.preview !== undefined) refuseMovedState(options.preview, { stateId: store.header.stateId, before });
  const refuseMoved = async (connections: ReadonlyMap<string, ConnectionIdentity>): Promise<void> => {
    const moved = await sliced(findMovedConnectionsSliced(graph, before, connections));
    if (options.keepChanged === true || comparison.changed.length + moved.length === 0) return;
    throw new PlanChangedError(comparison, moved);
  };
  // Before anything is sent: an address that moved gets no credentials either.
  await refuseMoved(plannedIdentities(plan, options.registry));

  const policies = new PolicySet(options, options.policies);
  const observers = new Observers();
  const emit = (body: RunEventBody): void => {
    const event: RunEvent = { at: clock.now(), ...redactEvent(body, redactor) };
    observers.call(() => options.onEvent?.(event));
  };
  using stopping = linkStop(options);
  const connected = await connectRun(options, {
    plan,
    lease,
    before,
    stopping: stopping.controller.signal,
    redactor,
    emit,
    callsAtOnce: policies.callsAtOnce,
  });
  await using providers = connected.providers;
  // Node prepares a key given as bytes anew for every digest, which takes ten times as long as the digest itself.
  const digestKey = createSecretKey(store.header.digestKey);
  const connections = providers.connections(digestKey);
  await refuseMoved(new Map(Object.entries(connections).map(([alias, { identity }]) => [alias, identity])));
  options.onAccounts?.(markOtherKeys(providers.accounts, findOtherKeys(before, connections)));

  const journal = new JournalWriter(lease, clock, fold, (written) => snapshots.read(written));
  const record = (body: RecordBody): Promise<void> => journal.append(redactRecord(body, redactor));
  const run = `run-${before.runCount + 1}`;
  if (!comparison.isSamePlan || comparison.changed.length > 0) await record(rebased(plan, graph, before, comparison));
  await record({
    kind: 'run.started',
    run,
    plan: plan.name,
    planDigest: plan.digest,
    stepCount: graph.stepCount,
    versions: versionsOf(providers),
    owner: options.owner,
    connections,
    uses: Object.fromEntries([...plan.migrations.values()].map(({ name, provider }) => [name, provider])),
    ...firstNamesOf(plan, graph),
    ...(options.preview === undefined ? {} : { preview: options.preview.digest }),
  });
  snapshots.begin(fold);
  const selection = options.selection ?? selectAll();
  const { pause } = options;
  const { ledger, states } = await sliced(makeStates(graph, { selection, checkpoint: fold.checkpoint() }));
  const execution = await Run.begin({
    id: run,
    graph,
    ledger,
    states,
    ...defined({ pause }),
    providers: providers.byAlias,
    lease,
    record,
    fold,
    scope: {
      plan: plan.name,
      graph,
      stateId: store.header.stateId,
      secrets: connected.secrets,
      stepState: (address) => fold.step(address),
      generation: (unit) => fold.generation(unit),
    },
    digestKey,
    redactor,
    clock,
    random: options.random,
    emit,
    stopping: stopping.controller,
    retryFailed: options.retryFailed ?? false,
    startedBy: `${options.owner.user}@${options.owner.host}`,
    foreignBeforeMs: foreignBefore,
    policies,
    selection,
  });
  observers.call(() => options.onState?.(() => fold.checkpoint()));
  observers.call(() => options.onGauges?.(() => redactGauges(execution.gauges(), redactor)));
  emit(startedEvent({ run, plan, graph, isResumed: before.runCount > 0, counts: execution.counts }));
  // Not written when the lock was lost or the disk is full, which is often what ended the run.
  const recordThrown = (error: unknown): Promise<void> =>
    record({
      kind: 'run.ended',
      run,
      outcome: 'failed',
      unitCounts: countUnits(execution),
      stopReason: stopReasonOfError(error),
    }).catch(() => {});
  const result = await execution.execute().catch(async (error: unknown) => {
    await recordThrown(error);
    throw error;
  });

  await record({
    kind: 'run.ended',
    run,
    outcome: result.outcome,
    unitCounts: countUnits(result),
    ...suspendedOf(result),
    ...defined({ stopReason: result.stopReason }),
    ...(result.heldPlaces.length === 0 ? {} : { heldPlaces: result.heldPlaces }),
  });
  await snapshots.save();
  execution.ended();
  emit({ kind: 'run.ended', run, outcome: result.outcome });
  const { fault } = observers;
  return { ...result, counts: execution.counts, ...defined({ observerFault: fault }) };
}

async function workSliced<Result>(work: Sliced<Result>, pause: ApplyOptions['pause']): Promise<Result> {
  return pause === undefined ? atOnce(work) : await inSlices(work, pause);
}

function* makeStates(
  graph: Graph,
  { selection, checkpoint }: { readonly selection: Selection; readonly checkpoint: Checkpoint },
): Sliced<Pick<RunParts, 'ledger' | 'states'>> {
  const ledger = yield* Ledger.ofSliced(graph, selection.includes);
  return { ledger, states: yield* UnitStates.ofSliced(graph, checkpoint) };
}

/** Asked under the lock, so that nothing can happen between the answer and the first record. */
function refuseMovedState(
  { digest, binding }: NonNullable<ApplyOptions['preview']>,
  { stateId, before }: { readonly stateId: string; readonly before: Checkpoint },
): void {
  const difference = compareState(binding.state, { stateId, checkpoint: before, digest });
  if (difference !== undefined) throw new PreviewStaleError(digest, [difference]);
}

function rebased(plan: Plan, graph: Graph, before: Checkpoint, comparison: Comparison): PlanRebased {
  return {
    kind: 'plan.rebased',
    fromDigest: before.lastRun?.started.planDigest ?? '',
    toDigest: plan.digest,
    kept: comparison.changed,
    ...(comparison.changed.length === 0 ? {} : { accepted: acceptedMeanings(comparison.changed, graph, before) }),
    orphaned: comparison.orphaned,
  };
}

function acceptedMeanings(
  addresses: readonly string[],
  graph: Graph,
  before: Checkpoint,
): Readonly<Record<string, string>> {
  const steps = addresses.flatMap((address) => graph.stepsByAddress.get(address) ?? []);
  return Object.fromEntries(steps.map((step) => [step.address, acceptedMeaning(step, graph, before)]));
}

function startedEvent(started: {
  readonly run: string;
  readonly plan: Plan;
  readonly graph: Graph;
  readonly isResumed: boolean;
  readonly counts: ProgressCounts;
}): RunEventBody {
  const { run, plan, graph, isResumed, counts } = started;
  return {
    kind: 'run.started',
    run,
    plan: plan.name,
    isResumed,
    unitCount: graph.units.length,
    stepCount: graph.stepCount,
    finishedStepCount: counts.steps.done,
  };
}

export function versionsOf(providers: ConnectedProviders): Readonly<Record<string, string>> {
  const entries = [...providers.byAlias.values()].map(({ provider }) => [provider.type, provider.version] as const);
  return { core: VERSION, ...Object.fromEntries(entries) };
}

function suspendedOf({ suspended }: RunResult): Pick<RunEnded, 'suspended'> {
  return suspended.length === 0 ? {} : { suspended };
}

export function countUnits({ counts }: Pick<RunResult, 'counts'>): Readonly<Record<string, number>> {
  const { total: _total, ...byStatus } = counts.units;
  return Object.fromEntries(Object.entries(byStatus).filter(([, count]) => count > 0));
}
