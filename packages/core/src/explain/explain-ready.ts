import type { Graph, Step } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import { beginsUnit, connectionsOf, isRepeatedOnResume } from '../provider/steps/step-traits.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { type ExplainOptions, type Link, unitOf } from './explanation.ts';
import { keepsItsPlace, limitsOf, takenPlaces } from './find-held-places.ts';
import { describeHold, findHold, type HeldStep, type Hold, listUnits } from './hold.ts';

/** Nothing before it is open: only a policy of the run can hold it, or that no run is in progress. */
export function explainReady(step: Step, options: ExplainOptions): Link {
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
  const heldText = hold.kind === 'no-run' && place === undefined ? describePolicyBehind(step, options) : '';
  const begun = (state?.job?.sliceCount ?? 0) === 0 ? '' : `${describeSlices(state)} `;
  return {
    detail: `${begun}${whereSent(step, options)}${describeHold(hold)}${behindText}${heldText}`,
    hold: hold.kind,
    ...defined({ orphans: nonEmpty(orphans) }),
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

/** A check that every run repeats is done, and then a rule of the plan holds the effect behind it. */
function describePolicyBehind(step: Step, options: ExplainOptions): string {
  if (!isRepeatedOnResume(step)) return '';
  const first = unitOf(step, options.graph).steps.find(beginsUnit);
  const held = first === undefined ? undefined : heldByPolicy(first, options);
  return held === undefined ? '' : ` Behind its checks: ${describeHold(held)}`;
}

/** By the state in the journal: a policy that counts what a run does has nothing to say here. */
function heldByPolicy(step: Step, options: ExplainOptions): HeldStep['policy'] {
  const { plan, graph, registry, standing, checkpoint, policies, nowMs = 0 } = options;
  const view = {
    nowMs,
    unitStatus: (unit: string) => standing.unit(unit),
    stepStatus: (address: string) => standing.step(address),
    recordOf: (address: string) => checkpoint.steps.get(address),
  };
  const hold = new PolicySet({ plan, graph, registry }, policies).hold(step, unitOf(step, graph), view);
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
export function heldByRun(step: Step, { run }: ExplainOptions): Pick<Link, 'detail' | 'hold'> | undefined {
  if (run?.kind !== 'live') return undefined;
  const { unit, provider } = step;
  const known = { unit, provider, connections: connectionsOf(step) };
  const hold = findHold({ ...known, missingPlace: undefined, policy: undefined, opensTask: false }, run);
  const holdsAll = hold.kind === 'not-selected' || hold.kind === 'stopping' || hold.kind === 'suspended';
  return holdsAll ? { detail: describeHold(hold), hold: hold.kind } : undefined;
}

/** Why there is no room for the remote task that a step would open; undefined when there is, or when it opens none. */
export function missingPlace(step: Step, options: ExplainOptions): HeldStep['missingPlace'] {
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

/** Said only where it is not the connection of its migration alone. */
export function whereSent(step: Step, { graph }: ExplainOptions): string {
  const connections = connectionsOf(step);
  const own = unitOf(step, graph).unit.migration.provider;
  return connections.every((alias) => alias === own) ? '' : `It is sent to ${connections.join(' and ')}. `;
}

export function describeSlices(state: StepState | undefined): string {
  const { doneCount = 0, sliceCount = 0 } = state?.job ?? {};
  return sliceCount === 0 ? 'Own work: it was begun.' : `Own work: ${doneCount} of ${sliceCount} slices are done.`;
}
