import { StepsDigest, UnitDigests } from '../binding/bind-preview.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { MOST_KEPT_UNITS } from '../value/late-members.ts';
import { mapSliced, type Sliced } from '../value/sliced.ts';
import type { PreviewUnit } from './preview.ts';
import type { RequestProblem } from './request-previewer.ts';
import { type UnitFacts, UnitPreviewer } from './unit-previewer.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 100;

export interface PreviewUnitsOptions extends UnitFacts {
  /** Called with each unit while its steps are built. */
  readonly alsoOf: (unit: PlannedUnit) => void;
}

export interface PreviewedUnits {
  readonly units: readonly PreviewUnit[];
  readonly problems: readonly RequestProblem[];
  /** Both are made on the way, because they look at every step. */
  readonly stepsDigest: string;
  readonly digests: UnitDigests;
}

/** Every unit of a plan. Of very many, in outline, no member is kept: what is not read again need not be in memory. */
export function* previewUnits(graph: Graph, { alsoOf, ...facts }: PreviewUnitsOptions): Sliced<PreviewedUnits> {
  const previewer = new UnitPreviewer(graph, facts);
  const late = facts.detail === 'outline' && graph.units.length > MOST_KEPT_UNITS ? previewer.late() : undefined;
  const stepsDigest = new StepsDigest();
  const digests = new UnitDigests();
  const units = yield* mapSliced(graph.units, UNITS_PER_SLICE, (unit): PreviewUnit => {
    const fingerprints = unit.steps.map((step) => stepsDigest.add(step));
    const previewed = previewer.preview(unit, fingerprints);
    digests.add(previewed);
    alsoOf(unit);
    return late?.of(previewed, unit) ?? previewed;
  });
  return { units, problems: previewer.problems, stepsDigest: stepsDigest.hex(), digests };
}
