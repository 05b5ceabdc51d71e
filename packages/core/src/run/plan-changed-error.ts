import { describeMoved } from '../binding/compare-connections.ts';
import type { Comparison } from '../binding/compare-with-checkpoint.ts';
import { WaybillError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import type { MovedConnection } from '../journal/record.ts';
import { placeOfRow } from '../plan/inventory/place-of-row.ts';

const CHANGED =
  'Undo the change, or run with --keep-changed to leave what was done as it is and continue with the change.';
const ANOTHER_VERSION =
  'Continue with the version that has done them, undo the edit of a provider of your own, or run with --keep-changed to leave what was done as it is and do the rest as this version does it.';

/** Steps that were done or begun mean something else in the plan as it is now. Nothing was done. */
export class PlanChangedError extends WaybillError {
  readonly comparison: Comparison;
  /** Providers of such steps that lead somewhere else now. */
  readonly moved: readonly MovedConnection[];

  constructor(comparison: Comparison, moved: readonly MovedConnection[], graph: Graph) {
    super(
      'RUN_PLAN_CHANGED',
      [describeChanged(comparison, graph, moved), describeWhereabouts(moved)].filter(Boolean).join(' '),
      { hint: isOfVersion(comparison, moved) ? ANOTHER_VERSION : CHANGED },
    );
    this.comparison = comparison;
    this.moved = moved;
  }
}

/** The plan and its inputs are those of the last run: what differs is how they are planned. */
function isOfVersion({ changed, isSamePlan }: Comparison, moved: readonly MovedConnection[]): boolean {
  return isSamePlan && changed.length > 0 && moved.length === 0;
}

/** A step of a unit from an inventory with the place of its row. */
function describeChanged(comparison: Comparison, graph: Graph, moved: readonly MovedConnection[]): string {
  const { changed } = comparison;
  if (changed.length === 0) return '';
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  const steps = `${changed.slice(0, 5).map(named).join(', ')}${more}`;
  return isOfVersion(comparison, moved)
    ? `The plan is as it was in the last run, and this version of Waybill or of its providers does steps in another way that were already done or begun: ${steps}.`
    : `The plan changed steps that were already done or begun: ${steps}.`;

  function named(address: string): string {
    const unit = graph.unitsByAddress.get(graph.stepsByAddress.get(address)?.unit ?? '')?.unit;
    const place = unit && placeOfRow(unit);
    return place === undefined ? address : `${address} (${place})`;
  }
}

function describeWhereabouts(moved: readonly MovedConnection[]): string {
  if (moved.length === 0) return '';
  return `Steps were done or begun elsewhere: ${describeMoved(moved)}.`;
}
