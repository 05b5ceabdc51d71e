import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { ApprovalRules } from '../plan/approval-rule.ts';
import type { StepStatus } from '../progress/step-status.ts';
import { hasEffect, needsApproval, type StepWith, traitsOf } from '../provider/steps/step-traits.ts';
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
 * The gates before an effect whose approvals do not hold at the moment at which it starts. Not asked of what is done whatever has
 * failed, of what was sent and may have happened, or once the effects behind a gate have begun: an approval is for their begin, and
 * nobody is to be kept waiting in the middle of a cut-over. Pure.
 */
export function lapsedGates(step: Step, unit: PlannedUnit, view: GateView): readonly LapsedGate[] {
  if (view.rules === undefined || step.always || mayHaveHappened(view.recordOf(step.address))) return [];
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

function mayHaveHappened(state: StepState | undefined): boolean {
  return state?.status === 'intended' || state?.status === 'unknown';
}

/** A cut-over that has begun; where none does behind the gate, any effect. */
function hasBegunBehind(gate: number, { address, shape, steps }: PlannedUnit, view: GateView): boolean {
  const behind = steps.filter(
    (step, place) => hasEffect(step) && !step.always && gatesBefore(shape, place).includes(gate),
  );
  const begins = behind.filter((step) => shape.steps[shape.places.get(step.name) ?? -1]?.beginsCutover === true);
  return (begins.length > 0 ? begins : behind).some(({ name }) => {
    const step = `${address}.${name}`;
    return mayHaveHappened(view.recordOf(step)) || view.stepStatus(step) === 'succeeded';
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
