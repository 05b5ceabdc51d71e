import { createSecretKey } from 'node:crypto';
import { findMovedConnectionsSliced, findOtherKeys } from '../binding/compare-connections.ts';
import { compareState, PreviewStaleError } from '../binding/compare-preview.ts';
import { compareWithCheckpointSliced } from '../binding/compare-with-checkpoint.ts';
import { markOtherKeys } from '../connect/connected-account.ts';
import type { RunEvent, RunEventBody } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import { unitOfRecord } from '../graph/unit-of-record.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { foldJournal } from '../journal/read-journal.ts';
import type { RecordBody } from '../journal/record.ts';
import { plannedIdentities } from '../plan/planned-connection.ts';
import { orphanPlacesSliced } from '../progress/running-orphans.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import { UnitStates } from '../progress/unit-states.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import { redactError } from '../redact/redact-error.ts';
import { redactRecord } from '../redact/redact-record.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { Ledger } from '../scheduler/ledger.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import { SnapshotKeeper } from '../standing/snapshot-keeper.ts';
import { foreignBeforeMs } from '../steps/call/foreign-before.ts';
import { defined } from '../value/defined.ts';
import { atOnce, inSlices, type Sliced } from '../value/sliced.ts';
import type { ApplyOptions } from './apply-options.ts';
import { connectRun, linkStop } from './connect-run.ts';
import { FirstNamesWatch, firstNamesOf } from './first-names-watch.ts';
import { Observers } from './observers.ts';
import { PlanChangedError } from './plan-changed-error.ts';
import { rebasedRecord } from './rebased-record.ts';
import { redactEvent, redactGauges, redactResult } from './redact-event.ts';
import { Run } from './run.ts';
import { countUnits, endedRecord, startedEvent, versionsOf } from './run-bounds.ts';
import type { RunParts } from './run-parts.ts';
import type { RunResult } from './run-result.ts';
import { secretsOfRun } from './secrets-of-run.ts';
import { singleError } from './single-error.ts';
import { stopReasonOfError } from './stop-reason.ts';

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
  const fold = await foldJournal(store, {
    renames: graph.renames,
    onRecord: (record, written) => {
      firstNames.add(written);
      snapshots.read(record, undefined);
      options.onRecord?.(record);
    },
    pause: options.pause,
  });
  firstNames.check(() => fold.checkpoint().steps.keys());
  const before = fold.checkpoint();
  const foreignBefore = foreignBeforeMs(before, options.preview?.digest);
  const sliced = <Result>(work: Sliced<Result>): Promise<Result> => workSliced(work, options.pause);
  const comparison = await sliced(compareWithCheckpointSliced(graph, plan.digest, before));
  await options.onJournalRead?.(before, comparison);
  if (options.preview !== undefined) refuseMovedState(options.preview, { stateId: store.header.stateId, before });
  const refuseMoved = async (connections: ReadonlyMap<string, ConnectionIdentity>): Promise<void> => {
    const moved = await sliced(findMovedConnectionsSliced(graph, before, connections));
    if (options.keepChanged === true || comparison.changed.length + moved.length === 0) return;
    throw new PlanChangedError(comparison, moved, graph);
  };
  // Before anything is sent: an address that moved gets no credentials either.
  await refuseMoved(plannedIdentities(plan, options.registry));

  const policies = new PolicySet(options, options.policies);
  const observers = new Observers();
  const emit = (body: RunEventBody): void => {
    if (options.onEvent === undefined) return;
    const event: RunEvent = { at: clock.now(), ...redactEvent(body, redactor) };
    observers.call(() => options.onEvent?.(event));
  };
  using stopping = linkStop(options);
  const needed = comparison.changed.length > 0 ? plan.secrets : await sliced(secretsOfRun(options, before));
  const connected = await connectRun(options, {
    plan,
    needed,
    lease,
    before,
    stopping: stopping.controller.signal,
    redactor,
    emit,
    ...defined({ onCall: watchCalls(options.onCall, observers) }),
    cap: policies.cap,
  });
  await using providers = connected.providers;
  // Node prepares a key given as bytes anew for every digest, which takes ten times as long as the digest itself.
  const digestKey = createSecretKey(store.header.digestKey);
  const connections = providers.connections(digestKey);
  await refuseMoved(new Map(Object.entries(connections).map(([alias, { identity }]) => [alias, identity])));
  options.onAccounts?.(markOtherKeys(providers.accounts, findOtherKeys(before, connections)));

  options.onWebhooks?.(
    (plan.notify ?? []).flatMap(({ secret, on }) => {
      const url = connected.secrets.get(secret);
      return url === undefined ? [] : [{ url, on }];
    }),
  );

  const journal = new JournalWriter(lease, clock, fold);
  let states: UnitStates | undefined;
  journal.follow((written) => {
    const unit = unitOfRecord(written, graph);
    snapshots.read(written, unit);
    if (unit !== undefined) states?.update(unit, fold);
  });
  const record = (body: RecordBody): Promise<void> => journal.append(redactRecord(body, redactor));
  const run = `run-${before.runCount + 1}`;
  if (!comparison.isSamePlan || comparison.changed.length > 0)
    await record(rebasedRecord(plan, graph, { before, comparison }));
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
    ...defined({ preview: options.preview?.digest }),
  });
  await sliced(snapshots.beginSliced(fold));
  const selection = options.selection ?? selectAll();
  const { pause } = options;
  const made = await sliced(makeStates(graph, { selection, checkpoint: fold.checkpoint() }));
  states = made.states;
  const execution = await Run.begin({
    id: run,
    graph,
    ...made,
    ...defined({ pause, leftOut: store.leftOut }),
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
    waitsForWindows: options.waitsForWindows ?? false,
    startedBy: `${options.owner.user}@${options.owner.host}`,
    foreignBeforeMs: foreignBefore,
    policies,
    ...defined({ approvals: plan.approvals }),
    decisions: options.preview?.binding.decisions ?? {},
    selection,
    orphans: await sliced(orphanPlacesSliced(graph, fold.checkpoint())),
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

  await record(endedRecord(run, result));
  await snapshots.save();
  execution.ended();
  emit({ kind: 'run.ended', run, outcome: result.outcome });
  const { fault } = observers;
  return { ...result, counts: execution.counts, ...defined({ observerFault: fault }) };
}

function watchCalls(onCall: ApplyOptions['onCall'], observers: Observers): ApplyOptions['onCall'] {
  return onCall && ((call) => observers.call(() => onCall(call)));
}

async function workSliced<Result>(work: Sliced<Result>, pause: ApplyOptions['pause']): Promise<Result> {
  return pause === undefined ? atOnce(work) : await inSlices(work, pause);
}

function* makeStates(
  graph: Graph,
  { selection, checkpoint }: { readonly selection: Selection; readonly checkpoint: Checkpoint },
): Sliced<Pick<RunParts, 'ledger' | 'states'>> {
  const ledger = yield* Ledger.ofSliced(graph, selection.includes);
  // The index is made when it is first read, which would be where the run starts its first steps.
  void graph.unitsByAddress;
  yield;
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
