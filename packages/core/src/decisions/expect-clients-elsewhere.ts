import type { PlannedUnit } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import { impliedSteps } from '../progress/implied-steps.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import { DecisionRefusedError } from './decision.ts';

/**
 * What clients write to the target of a unit would be overwritten when it is started over, or deleted as what the source does
 * not have.
 *
 * @throws DecisionRefusedError for a unit that has led clients to its target, or waits at its last gate until they are there
 */
export function expectClientsElsewhere(planned: PlannedUnit, fold: Pick<CheckpointFold, 'step'>): void {
  const { address, steps } = planned;
  const cutovers = steps.filter((step) => needsApproval(step) && step.isCutover);
  const last = cutovers.at(-1);
  if (last === undefined) return;
  // A single gate lets the unit begin with its cut-over.
  const before = cutovers.length === 1 ? steps : steps.slice(0, steps.indexOf(last));
  const statuses = steps.map((step) => fold.step(step.address)?.status);
  const implied = impliedSteps(planned, statuses);
  if (!before.every((_, place) => implied.has(place) || statuses[place] === 'succeeded')) return;
  throw new DecisionRefusedError(
    `Clients of ${address} may use its target: starting it over would overwrite or delete what they write there.`,
    `Roll it back first, with \`waybill rollback --target ${address}\`; --copy-back keeps what they wrote.`,
  );
}
