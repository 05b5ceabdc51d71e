import { connectionSecrets } from '../connect/needed-secrets.ts';
import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import { UnitStates } from '../progress/unit-states.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import type { Sliced } from '../value/sliced.ts';

/** Of them a run does nothing. */
const ENDED: ReadonlySet<UnitStatus> = new Set(['succeeded', 'skipped']);

interface RunToBegin {
  readonly plan: Pick<Plan, 'secrets' | 'secretFamilies' | 'providers'>;
  readonly graph: Graph;
  readonly selection?: Selection;
}

/**
 * The secrets that have to have a value: all of the plan, since any unit may come to need its own. A run with nothing left
 * to do takes those of its connections alone, so that no command is run for the others.
 */
export function* secretsOfRun(
  { plan, graph, selection = selectAll() }: RunToBegin,
  before: Checkpoint,
): Sliced<Plan['secrets']> {
  if (![...plan.secrets.values()].some(({ kind }) => kind === 'command')) return plan.secrets;
  const states = yield* UnitStates.ofSliced(graph, before);
  const isLeft = graph.units.some(({ address }) => selection.includes(address) && !ENDED.has(states.status(address)));
  return isLeft ? plan.secrets : connectionSecrets(plan);
}
