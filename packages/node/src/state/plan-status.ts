import {
  type Checkpoint,
  type CheckpointStore,
  computeStanding,
  EMPTY_CHECKPOINT,
  type PlannedUnit,
  type Standing,
} from '@waybill/core';
import {
  compareEdit,
  decidingStep,
  type Explanation,
  explainStep,
  findHeldPlaces,
  findMovedConnections,
  findStandingHolds,
  type GateVerdict,
  type HeldPlaces,
  judgeGate,
  type MovedConnection,
  NONE_SETTLED,
  type PlanEdit,
  plannedIdentities,
  type RunFacts,
  ruleOfGate,
  type StandingHold,
} from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';
import { liveFacts } from '../live/live-facts.ts';
import { readLiveNote } from '../live/live-note.ts';
import type { LiveStatus } from '../live/live-status.ts';
import { type ProcessHost, type RunLiveness, readAroundEnd, runLiveness } from '../live/run-liveness.ts';
import { asGateApproval, findPostedApprovals, type PostedApproval } from './posted-approvals.ts';
import { type JournaledState, readJournaledState } from './read-journaled-state.ts';
import { type OpenState, readStateOfUnit } from './read-saved-state.ts';

/** All that is recorded about a plan, every step of it. */
export interface RecordedState extends JournaledState {
  /** What a run would find now; checks that passed are not done, because a run asks again. */
  readonly standing: Standing;
  readonly running: RunLiveness;
}

/** How far a plan is. */
export interface PlanStatus extends OpenState {
  readonly standing: Standing;
  readonly running: RunLiveness;
  /** What the run that is in progress on this host says of itself. */
  readonly live: LiveStatus | undefined;
  /** What becomes of the steps of a plan that was edited since its last run; undefined when it was not. */
  readonly edit: PlanEdit | undefined;
  /** Providers of begun steps that lead elsewhere than in the last run. */
  readonly moved: readonly MovedConnection[];
  readonly held: HeldPlaces;
  /** What units keep others from that have not succeeded. */
  readonly holds: readonly StandingHold[];
  /** Approvals that no run has taken yet, by the address of the gate, oldest first. */
  readonly posted: ReadonlyMap<string, readonly PostedApproval[]>;
  /** What approvals amount to, those included that no run has taken, of waiting gates for which the plan has a rule. */
  readonly verdicts: ReadonlyMap<string, GateVerdict>;
  /** Why approvals cannot be read, so that a gate may be approved although `posted` has no approval of it. */
  readonly postedFault: string | undefined;
}

/** Why a step waits. */
export interface StepWhy extends Pick<PlanStatus, 'running' | 'live'> {
  readonly explanation: Explanation;
}

export interface StatusReader {
  readonly compiled: CompiledPlan;
  /** Undefined: the plan was never applied. */
  readonly store: CheckpointStore | undefined;
  readonly host: ProcessHost;
  readonly nowMs: number;
}

const NEVER_APPLIED: OpenState = { checkpoint: EMPTY_CHECKPOINT, decisions: [], settled: NONE_SETTLED };

/** Reads the whole journal, once. Takes no lock. */
export async function readRecorded({ compiled, store, host }: StatusReader): Promise<RecordedState> {
  const state =
    store === undefined ? NEVER_APPLIED : await readAroundEnd(() => readJournaledState(store, compiled.graph), host);
  const { checkpoint, decisions } = state;
  const standing = computeStanding(compiled.graph, checkpoint);
  return { checkpoint, decisions, standing, running: runLiveness(checkpoint, host) };
}

/** From the snapshot that the last run saved and the records after it, where there is one. Takes no lock. */
export async function readStatus(reader: StatusReader): Promise<PlanStatus> {
  const { plan, graph, registry } = reader.compiled;
  const seen = await readSeen(reader, undefined);
  const { checkpoint, settled, standing } = seen;
  const approvals = await findPostedApprovals(reader.store, graph);
  return {
    ...seen,
    edit: compareEdit(graph, plan.digest, checkpoint, settled),
    moved: findMovedConnections(graph, checkpoint, plannedIdentities(plan, registry), settled),
    held: findHeldPlaces({ plan, graph, registry, checkpoint, settled, standing }),
    holds: findStandingHolds({ graph, checkpoint, standing, nowMs: reader.nowMs }),
    ...approvals,
    verdicts: judgeWaiting(reader, seen, approvals.posted),
  };
}

/** Of gates that wait, by their address, where the plan has a rule for them. */
function judgeWaiting(
  { compiled, nowMs }: StatusReader,
  { checkpoint, standing }: Pick<PlanStatus, 'checkpoint' | 'standing'>,
  posted: PlanStatus['posted'],
): ReadonlyMap<string, GateVerdict> {
  const { plan, graph } = compiled;
  const verdicts = new Map<string, GateVerdict>();
  if (plan.approvals === undefined) return verdicts;
  for (const unit of graph.units) {
    if (standing.unit(unit.address) !== 'gated') continue;
    for (const step of unit.steps) {
      const rule = ruleOfGate(plan.approvals, step);
      if (rule === undefined || standing.step(step.address) !== 'gated') continue;
      const given = [
        ...(checkpoint.steps.get(step.address)?.approvals ?? []),
        ...(posted.get(step.address) ?? []).map(asGateApproval),
      ];
      verdicts.set(step.address, judgeGate(rule, given, nowMs));
    }
  }
  return verdicts;
}

/**
 * Of a unit, it is the step that decides how far the unit is. Undefined: the plan has no such unit or step. `rollbackOf`: what
 * is known of a rollback of a unit that has not ended.
 */
export async function explainAddress(
  address: string,
  reader: StatusReader,
  rollbackOf: (unit: string) => Promise<string>,
): Promise<StepWhy | undefined> {
  const { plan, graph, registry } = reader.compiled;
  const unit = graph.unitsByAddress.get(graph.renames.unit(address));
  const seen = await readSeen(reader, unit ?? graph.unitsByAddress.get(graph.stepsByAddress.get(address)?.unit ?? ''));
  const { checkpoint, settled, standing, running, live } = seen;
  const step = unit === undefined ? graph.stepsByAddress.get(address) : decidingStep(unit, standing);
  if (step === undefined) return undefined;
  const facts = { plan, graph, registry, checkpoint, settled, standing, nowMs: reader.nowMs };
  const { posted } = await findPostedApprovals(reader.store, graph);
  const given = new Map([...posted].map(([gate, approvals]) => [gate, approvals.map(asGateApproval)] as const));
  const run: RunFacts = runFacts(running, live, reader.compiled);
  const decided = {
    ...decidedAt(step.unit, seen),
    ...(checkpoint.decisions.get(step.unit)?.rollback === 'begun' ? { rollback: await rollbackOf(step.unit) } : {}),
  };
  return { explanation: explainStep(step.address, { ...facts, posted: given, run, decided }), running, live };
}

/** Nothing where it is so long ago that its note is not kept. */
function decidedAt(unit: string, { decisions }: Pick<PlanStatus, 'decisions'>): { readonly atMs?: number } {
  const note = decisions.findLast(({ address }) => address === unit);
  return note === undefined ? {} : { atMs: Date.parse(note.at) };
}

type Seen = Pick<PlanStatus, 'checkpoint' | 'decisions' | 'settled' | 'standing' | 'running' | 'live'>;

async function readSeen(reader: StatusReader, unit: PlannedUnit | undefined): Promise<Seen> {
  const { compiled, store, host } = reader;
  const state =
    store === undefined ? NEVER_APPLIED : await readAroundEnd(() => readStateOfUnit(store, compiled, unit), host);
  const { checkpoint, decisions, settled } = state;
  const running = runLiveness(checkpoint, host);
  return {
    checkpoint,
    decisions,
    settled,
    running,
    standing: computeStanding(compiled.graph, checkpoint, running !== 'no', settled),
    live: await readLive(store, checkpoint, reader),
  };
}

/** What the run that is in progress says of itself, where one is. */
export async function readLive(
  store: CheckpointStore | undefined,
  checkpoint: Checkpoint,
  { host, nowMs }: Pick<StatusReader, 'host' | 'nowMs'>,
): Promise<LiveStatus | undefined> {
  if (runLiveness(checkpoint, host) !== 'yes') return undefined;
  return readLiveNote(await store?.readLive?.(), { checkpoint, host, now: nowMs });
}

function runFacts(running: RunLiveness, live: LiveStatus | undefined, { graph }: CompiledPlan): RunFacts {
  if (running === 'no') return { kind: 'none' };
  return live === undefined ? { kind: 'silent' } : { kind: 'live', live: liveFacts(live, graph) };
}
