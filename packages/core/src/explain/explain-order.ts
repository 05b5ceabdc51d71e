import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { Standing } from '../standing/standing.ts';
import { missingPlace } from './explain-ready.ts';
import { type ExplainOptions, type Link, unitOf } from './explanation.ts';
import { describeHold, listUnits } from './hold.ts';

/** What did not succeed before it, or who gave its unit up. */
export function explainSkipped(step: Step, options: ExplainOptions): Link {
  const decision = options.checkpoint.decisions.get(step.unit);
  if (decision?.decision === 'skipped') return { detail: `${decision.by} gave up ${step.unit}: ${decision.reason}.` };
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

/** What has to be done before it: steps of its unit, or other units. */
export function explainBlocked(step: Step, options: ExplainOptions): Link {
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

/** The step that stands for a unit: what it waits at, or its last one when it is done. */
export function decidingStep(unit: PlannedUnit, standing: Standing): Step | undefined {
  const open = unit.steps.find(({ address }) => standing.step(address) !== 'succeeded');
  return open ?? unit.steps.at(-1);
}
