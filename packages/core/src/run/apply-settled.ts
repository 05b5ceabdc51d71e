import { createSecretKey } from 'node:crypto';
import { compareIdentities, findOtherKeys } from '../binding/compare-connections.ts';
import type { ConnectedProviders } from '../connect/connect-providers.ts';
import { markOtherKeys } from '../connect/connected-account.ts';
import { connectionSecrets } from '../connect/needed-secrets.ts';
import { takeRequests } from '../decisions/take-requests.ts';
import type { RunEvent, RunEventBody } from '../events/event.ts';
import { type Checkpoint, CheckpointFold } from '../journal/checkpoint.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import type { RecordBody, RunEnded, RunOutcome, RunStarted } from '../journal/record.ts';
import { plannedIdentities } from '../plan/planned-connection.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import { redactError } from '../redact/redact-error.ts';
import { redactRecord } from '../redact/redact-record.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import type { SettledPlan } from '../standing/read-settled.ts';
import { standingOfSettled } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import type { ApplyOptions } from './apply-options.ts';
import { connectRun, linkStop } from './connect-run.ts';
import { Observers } from './observers.ts';
import { redactEvent, redactResult } from './redact-event.ts';
import { countUnits, versionsOf } from './run-bounds.ts';
import type { RunResult } from './run-result.ts';
import { singleError } from './single-error.ts';
import { stopReasonOfError } from './stop-reason.ts';

export interface ApplySettledOptions
  extends Pick<
    ApplyOptions,
    | 'registry'
    | 'store'
    | 'transport'
    | 'clock'
    | 'random'
    | 'env'
    | 'readSecret'
    | 'runCommands'
    | 'owner'
    | 'onEvent'
    | 'onAccounts'
    | 'signal'
    | 'maxRuntimeMs'
    | 'hasJustCalled'
    | 'stateExisted'
  > {
  readonly settled: SettledPlan;
}

/**
 * The run of a plan in which nothing is left to do, by a snapshot of its state: it leaves the records and events of any
 * run, without graph, ledger, or fold of the journal. The journal stays the truth: all of it is verified under the lock,
 * and the snapshot is bound to the digest of one of its commits. Undefined, with nothing recorded, where it takes
 * `applyPlan` to say what this run is: something was recorded meanwhile, or a connection leads somewhere else. Throws as
 * `applyPlan` does.
 */
export async function applySettled(options: ApplySettledOptions): Promise<RunResult | undefined> {
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    return await applyWith(redactor, options);
  } catch (thrown) {
    throw redactError(singleError(thrown), redactor);
  }
}

async function applyWith(redactor: Redactor, options: ApplySettledOptions): Promise<RunResult | undefined> {
  const { store, clock, settled } = options;
  const { head, checkpoint } = settled;
  await using lease = await store.acquire(options.owner);
  for await (const records of store.read(checkpoint.lastSeq)) if (records.length > 0) return undefined;
  await store.verify?.();
  if (hasMoved(checkpoint, plannedIdentities(head, options.registry))) return undefined;
  const observers = new Observers();
  const emit = (body: RunEventBody): void => {
    const event: RunEvent = { at: clock.now(), ...redactEvent(body, redactor) };
    observers.call(() => options.onEvent?.(event));
  };
  using stopping = linkStop(options);
  const { signal } = stopping.controller;
  const needed = connectionSecrets(head);
  const parts = { plan: head, needed, lease, before: checkpoint, stopping: signal, redactor, emit };
  // Without a cap, and no policy is asked for one: connecting sends no call of the plan, and there is no step to send any.
  const connected = await connectRun(options, parts);
  await using providers = connected.providers;
  const connections = providers.connections(createSecretKey(store.header.digestKey));
  if (hasMoved(checkpoint, new Map(Object.entries(connections).map(([alias, { identity }]) => [alias, identity]))))
    return undefined;
  options.onAccounts?.(markOtherKeys(providers.accounts, findOtherKeys(checkpoint, connections)));
  const result = await record(options, { lease, providers, connections, redactor, emit });
  const { fault } = observers;
  return redactResult({ ...result, ...defined({ observerFault: fault }) }, redactor);
}

interface Recording {
  readonly lease: Lease;
  readonly providers: ConnectedProviders;
  readonly connections: ReturnType<ConnectedProviders['connections']>;
  readonly redactor: Redactor;
  readonly emit: (body: RunEventBody) => void;
}

async function record(
  { clock, owner, settled }: ApplySettledOptions,
  { lease, providers, connections, redactor, emit }: Recording,
): Promise<RunResult> {
  const { head, checkpoint } = settled;
  const fold = CheckpointFold.from(checkpoint);
  const countsNow = () => standingOfSettled({ ...settled, checkpoint: fold.checkpoint() }).counts;
  const journal = new JournalWriter(lease, clock, fold);
  const append = (body: RecordBody): Promise<void> => journal.append(redactRecord(body, redactor));
  const run = `run-${checkpoint.runCount + 1}`;
  const { steps, units } = countsNow();
  const started = { kind: 'run.started', run, plan: head.name } as const;
  await append({
    ...started,
    planDigest: settled.planDigest,
    stepCount: steps.total,
    versions: versionsOf(providers),
    owner,
    connections,
    ...namesOfLastRun(checkpoint),
  });
  emit({
    ...started,
    isResumed: true,
    unitCount: units.total,
    stepCount: steps.total,
    finishedStepCount: steps.done,
  });
  for (const unit of settled.settled.keys()) emit({ kind: 'unit.succeeded', unit });
  const unitCounts = countUnits({ counts: countsNow() });
  const end = (outcome: RunOutcome, why: Pick<RunEnded, 'stopReason'> = {}): Promise<void> =>
    append({ kind: 'run.ended', run, outcome, unitCounts, ...why });
  // Nothing waits for an approval any more, and a wish to stop was meant for another run.
  await takeRequests(lease, { ...NO_GATES, record: append }).catch(async (error: unknown) => {
    await end('failed', { stopReason: stopReasonOfError(error) }).catch(() => {});
    throw error;
  });
  const outcome = 'succeeded';
  await end(outcome);
  emit({ kind: 'run.ended', run, outcome });
  const reports = [...settled.settled.keys()].map((address) => ({ address, status: 'succeeded' }) as const);
  return { run, outcome, units: reports, counts: countsNow(), suspended: [], heldPlaces: [] };
}

/** What the last run wrote of the plan's names; this one has the same plan. */
function namesOfLastRun({ lastRun }: Checkpoint): Pick<RunStarted, 'uses' | 'firstNames' | 'firstUnits'> {
  const { uses, firstNames, firstUnits } = lastRun?.started ?? {};
  return defined({ uses, firstNames, firstUnits });
}

function hasMoved({ lastRun }: Checkpoint, now: ReadonlyMap<string, ConnectionIdentity>): boolean {
  const recorded = lastRun?.started.connections ?? {};
  return [...now].some(([alias, identity]) => compareIdentities(recorded[alias]?.identity ?? {}, identity).length > 0);
}

const NO_GATES = { waitingGate: () => undefined, neededOf: () => undefined, nowMs: () => 0 };
