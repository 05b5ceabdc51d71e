import type { RecordBody } from '../journal/record.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import type { Graph, PlannedUnit } from './graph.ts';

/** The unit of the plan that a record, or a step that it is about, belongs to. */
export function unitOfRecord(record: RecordBody, graph: Pick<Graph, 'unitsByAddress'>): PlannedUnit | undefined {
  // By the address alone: the step of a very large plan would be built again.
  if ('step' in record) return graph.unitsByAddress.get(unitOfStep(record.step));
  return 'unit' in record ? graph.unitsByAddress.get(record.unit) : undefined;
}
