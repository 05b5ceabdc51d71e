import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import { connectionsOf, describeStep, isOwnWork, isRepeatedOnResume } from '../graph/steps/step-traits.ts';
import type { Checkpoint, StepFailure, StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import { findDoneAfter } from '../progress/implied-steps.ts';
import { recordedStatuses } from '../progress/recorded-statuses.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import type { SettledUnits } from '../standing/snapshot.ts';
import type { Standing } from '../standing/standing.ts';
import { formatDuration } from '../value/duration.ts';
import { keepsItsPlace, limitsOf, takenPlaces } from './find-held-places.ts';
import { describeHold, findHold, type HeldStep, type Hold, listUnits, type RunFacts } from './hold.ts';
import { type Remedy, remedyOf } from './remedy-of.ts';

/** Why a step stands where it stands: the step itself first, then what it waits for, down to what has to move. */
export interface Explanation {
  readonly step: string;
  readonly status: StepStatus;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** The step that the sentence is about. */
  readonly step: string;
  readonly status: StepStatus;
  /** One sentence or two, for people. */
  readonly detail: string;
  readonly since?: number;
  /** Which policy holds it, where one does. */
  readonly hold?: Hold['kind'];
  /** Units that left the plan and keep the places that it waits for. */
  readonly orphans?: readonly string[];
  /** Of a step that failed or whose outcome is unknown. */
  readonly remedy?: Remedy;
  /** Of a unit that an operator leads back to its source: how far that is. */
  readonly rollback?: NonNullable<UnitDecided['rollback']>;
  /** The work may have been done all the same. */
  readonly mayBeDone?: boolean;
  /** Where the connection led when the task was made; only where that is the remedy. */
  readonly movedFrom?: StepFailure['movedFrom'];
}

export interface ExplainOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  /**
   * Units whose steps the checkpoint leaves out.
   *
   * @default none
   */
  readonly settled?: SettledUnits;
  readonly standing: Standing;
  /**
   * The rules that a run follows.
   *
   * @default all there are
   */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * The time, which policies may decide by.
   *
   * @default 0
   */
  readonly nowMs?: number;
  /** @default no run is in progress */
  readonly run?: RunFacts;
  /**
   * When operators decided about the unit, and what is known of a rollback of it that has not ended.
   *
   * @default neither is known
   */
  readonly decided?: { readonly atMs?: number; readonly rollback?: string };
}

/** A chain of waits longer than this is cut: the first links tell enough. */
const MAX_REASONS = 20;

/** Follows the waits of a step to their end, as far as the journal tells. Pure. */
export function explainStep(address: string, options: ExplainOptions): Explanation {
  const { graph, standing } = options;
  const reasons: Reason[] = [];
  let step = graph.stepsByAddress.get(address);
  assertInvariant(step !== undefined, `the caller looked the step up: ${address}`);
  const status = standing.step(address);
  while (step !== undefined && reasons.length < MAX_REASONS) {
    const { next, ...reason } = explainOne(step, options);
    reasons.push({ step: step.address, status: standing.step(step.address), ...reason });
    step = next;
  }
  return { step: address, status, reasons };
}

/** The same of a step of a settled unit, whose state the checkpoint has. */
export function explainSettled(address: string, { steps }: Checkpoint): Explanation {
  const reason = { step: address, status: 'succeeded', ...explainDone(steps.get(address)) } as const;
  return { step: address, status: 'succeeded', reasons: [reason] };
}

/** The step that stands for a unit: what it waits at, or its last one when it is done. */
export function decidingStep(unit: PlannedUnit, standing: Standing): Step | undefined {
  const open = unit.steps.find(({ address }) => standing.step(address) !== 'succeeded');
  return open ?? unit.steps.at(-1);
}

interface Link extends Omit<Reason, 'step' | 'status'> {
  /** What has to move first. */
  readonly next?: Step | undefined;
}

function explainOne(step: Step, options: ExplainOptions): Link {
  const rolledBack = explainRollback(step, options);
  if (rolledBack !== undefined) return rolledBack;
  const state = options.checkpoint.steps.get(step.address);
  const failure = state?.failure;
  const cause = failure === undefined ? 'the run ended before it was recorded' : `${failure.code}: ${failure.message}`;
  switch (options.standing.step(step.address)) {
    case 'succeeded':
      return state === undefined ? explainImplied(step, options) : explainDone(state);
    case 'failed':
      return {
        detail: `It failed${attempts(state?.attempt)}: ${cause}`,
        remedy: remedyOf('failed', failure),
        ...(failure?.mayBeDone === true ? { mayBeDone: true } : {}),
        ...(failure?.movedFrom === undefined ? {} : { movedFrom: failure.movedFrom }),
        ...since(state?.at),
      };
    case 'unknown':
      return {
        detail: `Whether it happened is not known: ${cause}`,
        remedy: remedyOf('unknown', failure),
        ...since(state?.at),
      };
    case 'running':
      if (isOwnWork(step)) return { detail: describeSlices(state), ...since(state?.at) };
      return { detail: 'It was sent, and no answer is recorded yet.', ...since(state?.at) };
    case 'sleeping':
      return { detail: `It is tried again after a pause: ${cause}`, ...since(state?.at) };
    case 'gated':
      return {
        detail: `It waits for an operator: ${describeStep(step).instruction ?? ''}`,
        ...sinceNeeds(step, options),
      };
    case 'waiting':
      return withHold(explainWait(step, options), heldByRun(step, options));
    case 'ready':
      return explainReady(step, options);
    case 'skipped':
      return explainSkipped(step, options);
    case 'blocked':
      return withHold(explainBlocked(step, options), heldByRun(step, options));
  }
}

/** Whatever its steps have done before, clients use its source, or are on their way there. */
function explainRollback({ unit }: Step, { checkpoint, decided = {} }: ExplainOptions): Link | undefined {
  const decision = checkpoint.decisions.get(unit);
  if (decision?.rollback === undefined) return undefined;
  const { rollback, by, reason, keepsTarget = false } = decision;
  const kept = keepsTarget
    ? ' What it made at its target was kept: `waybill rollback --delete-target` deletes it.'
    : '';
  const detail =
    rollback === 'ended'
      ? `${by} rolled ${unit} back: ${reason}. Its clients are led back to the source, and no run continues it.${kept}`
      : `${by} began to roll ${unit} back: ${reason}. No run of the plan continues it.${decided.rollback === undefined ? '' : ` ${decided.rollback}`}`;
  return { detail, rollback, ...since(decided.atMs) };
}

function explainDone(state: StepState | undefined): Pick<Link, 'detail' | 'since'> {
  return { detail: `It is done${attempts(state?.attempt)}.`, ...since(state?.at) };
}

/** Of a step that is done without a record; where an operator counts the whole unit as done, that says so. */
function explainImplied(step: Step, options: ExplainOptions): Pick<Link, 'detail'> {
  const unit = unitOf(step, options.graph);
  const { steps } = options.checkpoint;
  const after = findDoneAfter(unit.shape, step.name, recordedStatuses(unit, steps));
  if (after === undefined) return explainDone(undefined);
  return {
    detail: `It counts as done, without a record: ${unit.address}.${after}, which comes after it, is done. The plan, or an earlier version of Waybill, did not have this step then.`,
  };
}

function withHold(link: Link, held: Pick<Link, 'detail' | 'hold'> | undefined): Link {
  return held === undefined ? link : { ...link, ...held, detail: `${link.detail} ${held.detail}` };
}

function attempts(attempt: number | undefined): string {
  return attempt === undefined || attempt <= 1 ? '' : `, after ${attempt} attempts`;
}

function since(at: number | undefined): { readonly since?: number } {
  return at === undefined || at === 0 ? {} : { since: at };
}

/** A wait has no record of its own before it ends; it began when the steps before it had ended. */
function sinceNeeds(step: Step, { checkpoint }: ExplainOptions): { readonly since?: number } {
  return since(step.needs.reduce((latest, need) => Math.max(latest, checkpoint.steps.get(need)?.at ?? 0), 0));
}

function explainWait(step: Step, options: ExplainOptions): Link {
  const { migration } = unitOf(step, options.graph).unit;
  const polling = {
    ...providerOf(step, options).defaultPolling,
    ...options.plan.providers.get(step.provider)?.polling,
  };
  return {
    detail:
      `${whereSent(step, options)}It has to ${step.title}: the remote task is polled every ${formatDuration(polling.initialIntervalMs)} to ` +
      `${formatDuration(polling.maxIntervalMs)}, for at most ${formatDuration(migration.timeoutMs)}.`,
    ...sinceNeeds(step, options),
  };
}

function describeSlices(state: StepState | undefined): string {
  const { doneCount = 0, sliceCount = 0 } = state?.job ?? {};
  return sliceCount === 0 ? 'Own work: it was begun.' : `Own work: ${doneCount} of ${sliceCount} slices are done.`;
}

/** Nothing before it is open: only a policy of the run can hold it, or that no run is in progress. */
function explainReady(step: Step, options: ExplainOptions): Link {
  const state = options.checkpoint.steps.get(step.address);
  const hold = findHold(
    {
      unit: step.unit,
      provider: step.provider,
      connections: connectionsOf(step),
      missingPlace: missingPlace(step, options),
      policy: heldByPolicy(step, options),
      opensTask: unitOf(step, options.graph).activity?.opens === step.name,
    },
    options.run ?? { kind: 'none' },
  );
  const place = hold.kind === 'no-run' ? placeBehindCheck(step, options) : undefined;
  const holders = stuckHolders(place ?? hold, step, options);
  const behind = place === undefined ? '' : ` Behind its checks: ${describeHold(place)}`;
  const orphans = holders.filter((unit) => !options.graph.unitsByAddress.has(unit));
  const behindText = holders.length === 0 ? '' : `${behind} ${describeHolders(holders, options.graph)}`;
  const begun = (state?.job?.sliceCount ?? 0) === 0 ? '' : `${describeSlices(state)} `;
  return {
    detail: `${begun}${whereSent(step, options)}${describeHold(hold)}${behindText}`,
    hold: hold.kind,
    ...(orphans.length === 0 ? {} : { orphans }),
    next: failedStepOf(holders[0], options),
  };
}

/** A check that every run repeats leads nowhere by itself where the task behind it has no place. */
function placeBehindCheck(step: Step, options: ExplainOptions): HeldStep['missingPlace'] {
  if (!isRepeatedOnResume(step)) return undefined;
  const { steps, activity } = unitOf(step, options.graph);
  const opening = steps.find(({ name }) => name === activity?.opens);
  const isOpen = opening !== undefined && options.standing.step(opening.address) !== 'succeeded';
  return isOpen ? missingPlace(opening, options) : undefined;
}

/** Said only where it is not the connection of its migration alone. */
function whereSent(step: Step, { graph }: ExplainOptions): string {
  const connections = connectionsOf(step);
  const own = unitOf(step, graph).unit.migration.provider;
  return connections.every((alias) => alias === own) ? '' : `It is sent to ${connections.join(' and ')}. `;
}

/** By the state in the journal: a policy that counts what a run does has nothing to say here. */
function heldByPolicy(step: Step, { graph, standing, policies, nowMs = 0 }: ExplainOptions): HeldStep['policy'] {
  const view = { nowMs, unitStatus: (unit: string) => standing.unit(unit) };
  const hold = new PolicySet({ graph }, policies).hold(step, unitOf(step, graph), view);
  return hold === undefined ? undefined : { kind: 'policy', policy: hold.policy, detail: hold.detail };
}

/** Units that failed or left the plan, whose tasks may run and have places that a step waits for. No run frees them. */
function stuckHolders(hold: Hold, step: Step, options: ExplainOptions): readonly string[] {
  const isStuck = (unit: string): boolean => keepsItsPlace(unit, options);
  if (hold.kind === 'active') return [...takenPlaces(step.provider, options).units].filter(isStuck);
  return hold.kind === 'active-per-target' ? hold.units.filter(isStuck) : [];
}

function describeHolders(units: readonly string[], { unitsByAddress }: Graph): string {
  const [failed, orphans] = [true, false].map((isPlanned) =>
    units.filter((unit) => unitsByAddress.has(unit) === isPlanned),
  );
  return [
    describeSome(failed ?? [], ['a failed unit', 'failed units'], 'retry them, start them over or give them up'),
    describeSome(
      orphans ?? [],
      ['a unit that left the plan', 'units that left the plan'],
      'put them back, or give them up once their tasks have ended',
    ),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function describeSome(units: readonly string[], [one, many]: readonly [string, string], remedy: string): string {
  if (units.length === 0) return '';
  const places =
    units.length === 1
      ? `1 place is held by the task of ${one}`
      : `${units.length} places are held by tasks of ${many}`;
  return `${places} (${listUnits(units)}), which may be running: ${remedy}.`;
}

function failedStepOf(unit: string | undefined, { graph, standing }: ExplainOptions): Step | undefined {
  const steps = unit === undefined ? [] : (graph.unitsByAddress.get(unit)?.steps ?? []);
  return steps.find(({ address }) => standing.step(address) === 'failed');
}

/** What a run in progress does to a step whatever comes before it: leaves it out, stops, or sends nothing there. */
function heldByRun(step: Step, { run }: ExplainOptions): Pick<Link, 'detail' | 'hold'> | undefined {
  if (run?.kind !== 'live') return undefined;
  const { unit, provider } = step;
  const known = { unit, provider, connections: connectionsOf(step) };
  const hold = findHold({ ...known, missingPlace: undefined, policy: undefined, opensTask: false }, run);
  const holdsAll = hold.kind === 'not-selected' || hold.kind === 'stopping' || hold.kind === 'suspended';
  return holdsAll ? { detail: describeHold(hold), hold: hold.kind } : undefined;
}

/** Why there is no room for the remote task that a step would open; undefined when there is, or when it opens none. */
function missingPlace(step: Step, options: ExplainOptions): HeldStep['missingPlace'] {
  const unit = unitOf(step, options.graph);
  if (unit.activity?.opens !== step.name) return undefined;
  const limits = limitsOf(step.provider, options);
  const slots = takenPlaces(step.provider, options);
  switch (slots.whatIsFull(unit)) {
    case undefined:
      return undefined;
    case 'active':
      return { kind: 'active', account: step.provider, used: slots.openCount, limit: limits.active ?? 0 };
    case 'active_per_target':
      return { kind: 'active-per-target', units: slots.onTargetOf(unit), limit: limits.activePerTarget ?? 0 };
  }
}

function explainSkipped(step: Step, options: ExplainOptions): Link {
  const decision = options.checkpoint.decisions.get(step.unit);
  if (decision?.decision === 'skipped') return { detail: `${decision.by} gave ${step.unit} up: ${decision.reason}.` };
  const broken = unitOf(step, options.graph).steps.find((other) => isBroken(options.standing.step(other.address)));
  if (broken !== undefined) return { detail: `${broken.address} did not succeed.`, next: broken };
  const need = unfinishedNeeds(unitOf(step, options.graph), options).find(({ address }) =>
    ['failed', 'unknown', 'skipped'].includes(options.standing.unit(address)),
  );
  if (need === undefined) return { detail: 'What it needs did not succeed.' };
  return { detail: `${need.address}, which it needs, did not succeed.`, next: decidingStep(need, options.standing) };
}

function isBroken(status: StepStatus): boolean {
  return status === 'failed' || status === 'unknown';
}

function explainBlocked(step: Step, options: ExplainOptions): Link {
  const { graph, standing } = options;
  const unit = unitOf(step, graph);
  const place = missingPlace(step, options);
  const alsoPlace = place === undefined ? '' : ` ${describeHold(place)}`;
  const first = firstMovingStep(unit, standing);
  if (first !== undefined && step.needs.length > 0)
    return { detail: `It comes after ${first.address}.${alsoPlace}`, next: first };
  const needs = unfinishedNeeds(unit, options);
  const [need] = needs;
  if (need === undefined) return { detail: 'Nothing before it is open; the next run starts it.' };
  return {
    detail: `${step.unit} needs ${listUnits(needs.map(({ address }) => address))}, not done yet.${alsoPlace}`,
    next: decidingStep(need, standing),
  };
}

/** The first step of a unit that is open and not only behind another one; undefined while the unit has not begun. */
function firstMovingStep(unit: PlannedUnit, standing: Standing): Step | undefined {
  return unit.steps.find(({ address }) => !['succeeded', 'blocked'].includes(standing.step(address)));
}

/** The units that a unit needs and that have not succeeded; those that move last. */
function unfinishedNeeds(unit: PlannedUnit, { graph, standing }: ExplainOptions): readonly PlannedUnit[] {
  const needs = unit.needs.flatMap((need) => {
    if (!need.endsWith('[*]')) return graph.unitsByAddress.get(need) ?? [];
    const name = need.slice(0, -3);
    return graph.units.filter(({ unit: { migration } }) => migration.name === name);
  });
  const open = needs.filter(({ address }) => standing.unit(address) !== 'succeeded');
  return open.toSorted((left, right) => urgency(right, standing) - urgency(left, standing));
}

/** What needs an operator is shown before what continues by itself. */
function urgency({ address }: PlannedUnit, standing: Standing): number {
  const status = standing.unit(address);
  if (status === 'failed' || status === 'unknown' || status === 'skipped') return 3;
  return status === 'gated' ? 2 : status === 'pending' ? 1 : 0;
}

function providerOf(step: Step, { plan, registry }: ExplainOptions) {
  const provider = registry.get(plan.providers.get(step.provider)?.type ?? '');
  assertInvariant(provider !== undefined, `every step has a provider: ${step.address}`);
  return provider;
}

function unitOf(step: Step, graph: Graph): PlannedUnit {
  const unit = graph.unitsByAddress.get(step.unit);
  assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
  return unit;
}
