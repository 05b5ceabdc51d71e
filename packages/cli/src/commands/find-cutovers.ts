import type { Graph, Standing, Step } from '@waybill/core';
import { needsApproval } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import { isCutover } from '../views/folds/is-cutover.ts';
import { type FoundGates, findGates } from './find-gates.ts';

/**
 * The cut-over gates at which the named units wait; those of all units, where none is named.
 *
 * @throws CliError for a pattern that names nothing, or no unit that waits at its cut-over
 */
export function findCutovers(targets: readonly string[], graph: Graph, standing: Standing): FoundGates {
  if (targets.length === 0) {
    const waiting = allGates(graph, standing).filter(isCutover);
    if (waiting.length > 0) return { waiting, elsewhere: [] };
    throw new CliError(
      'CLI_GATE_NOT_WAITING',
      'No unit waits at its cut-over.',
      '`waybill status` shows how far the units are, and which gates wait.',
    );
  }
  const found = findGates(targets, graph, standing);
  const other = found.waiting.find((gate) => !isCutover(gate));
  if (other === undefined) return found;
  throw new CliError(
    'CLI_GATE_NOT_WAITING',
    `${other.unit} waits at ${other.name}, which is not the cut-over of its kind.`,
    `Approve it with \`waybill approve\`: ${other.address}.`,
  );
}

function allGates({ units }: Graph, standing: Standing): readonly Step[] {
  const waiting = units.filter(({ address }) => standing.unit(address) === 'gated');
  return waiting.flatMap(({ steps }) =>
    steps.filter((step) => needsApproval(step) && standing.step(step.address) === 'gated'),
  );
}
