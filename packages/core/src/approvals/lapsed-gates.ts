import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { ApprovalRules } from '../plan/approval-rule.ts';
import type { StepStatus } from '../progress/step-status.ts';
import { beginsUnit, needsApproval, type StepWith, traitsOf } from '../provider/steps/step-traits.ts';
import { type GateVerdict, judgeGate } from './judge-gate.ts';
import { ruleOfGate } from './rule-of-gate.ts';

export interface LapsedGate {
  readonly gate: StepWith<'needsApproval'>;
  readonly verdict: GateVerdict;
}

export interface GateView {
  readonly nowMs: number;
  readonly rules: ApprovalRules | undefined;
  readonly recordOf: (step: string) => StepState | undefined;
  readonly stepStatus: (step: string) => StepStatus;
}

/**
 * The gates before an effect, or work of our own, whose approvals do not hold at the moment at which it starts. Not asked of what is
 * done whatever has failed, of what has begun or may have happened, or once something behind a gate has begun: an approval is for their begin, and
 * nobody is to be kept waiting in the middle of a cut-over. Pure.
 */
export function lapsedGates(step: Step, unit: PlannedUnit, view: GateView): readonly LapsedGate[] {
  if (view.rules === undefined || step.always || hasBegun(view.recordOf(step.address))) return [];
  const place = unit.shape.places.get(step.name) ?? -1;
  return gatesBefore(unit.shape, place).flatMap((at) => {
    const gate = unit.steps[at];
    if (gate === undefined || !needsApproval(gate)) return [];
    const rule = ruleOfGate(view.rules, gate);
    if (rule === undefined || hasBegunBehind(at, unit, view)) return [];
    const verdict = judgeGate(rule, view.recordOf(gate.address)?.approvals ?? [], view.nowMs);
    return verdict.isOpen ? [] : [{ gate, verdict }];
  });
}

/** It may have happened; or it is work some slices of which may be done, also if another one failed. */
function hasBegun(state: StepState | undefined): boolean {
  if (state === undefined) return false;
  return ['intended', 'unknown', 'begun'].includes(state.status) || (state.job?.doneCount ?? 0) > 0;
}

/** A cut-over that has begun; where none does behind the gate, any effect or work. */
function hasBegunBehind(gate: number, { address, shape, steps }: PlannedUnit, view: GateView): boolean {
  const behind = steps.filter(
    (step, place) => beginsUnit(step) && !step.always && gatesBefore(shape, place).includes(gate),
  );
  const begins = behind.filter((step) => shape.steps[shape.places.get(step.name) ?? -1]?.beginsCutover === true);
  return (begins.length > 0 ? begins : behind).some(({ name }) => {
    const step = `${address}.${name}`;
    return hasBegun(view.recordOf(step)) || view.stepStatus(step) === 'succeeded';
  });
}

const KNOWN = new WeakMap<UnitShape, Map<number, readonly number[]>>();

/** Places of the gates that a step waits for, directly or not. Units mostly share a few shapes. */
function gatesBefore(shape: UnitShape, place: number): readonly number[] {
  const known = KNOWN.get(shape) ?? new Map<number, readonly number[]>();
  KNOWN.set(shape, known);
  const found = known.get(place) ?? findGates(shape, place);
  known.set(place, found);
  return found;
}

function findGates({ steps }: UnitShape, place: number): readonly number[] {
  const before = new Set<number>();
  const open = [...(steps[place]?.needs ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (before.has(next)) continue;
    before.add(next);
    open.push(...(steps[next]?.needs ?? []));
  }
  return [...before]
    .filter((at) => {
      const step = steps[at];
      return step !== undefined && traitsOf(step).needsApproval;
    })
    .toSorted((left, right) => left - right);
}
