import type { PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import { omissionIn } from '../provider/omission.ts';
import { comparisonIn, failedVerificationOf, type VerificationResult } from '../provider/verification.ts';
import { defined } from '../value/defined.ts';
import { isoTime } from './iso-time.ts';
import type { ReportVerification } from './report.ts';

type Recorded = Pick<Checkpoint, 'steps' | 'verifications'>;

/** What the latest comparison of a unit's sides found: by its own steps, or when it was verified again. Pure. */
export function verifiedUnit(unit: PlannedUnit, { steps, verifications }: Recorded): ReportVerification | undefined {
  const own = comparedBySteps(unit, steps);
  const again = verifications.get(unit.address);
  if (again === undefined || (own !== undefined && own.atMs > again.atMs)) return own?.verification;
  const { result, level, omitted, by, atMs } = again;
  return { result, level, ...defined({ omitted }), at: isoTime(atMs), by };
}

interface Compared {
  readonly verification: ReportVerification;
  readonly atMs: number;
}

/** The gravest of what its steps found; the level is that of the first, which sees the most. */
function comparedBySteps({ address, shape }: PlannedUnit, states: Checkpoint['steps']): Compared | undefined {
  const found = shape.steps.flatMap(({ name }) => {
    const state = states.get(`${address}.${name}`);
    const comparison = state && comparisonOf(state);
    if (state === undefined || comparison === undefined) return [];
    return [{ ...comparison, omitted: omissionIn(state.outputs)?.count ?? 0, atMs: state.at }];
  });
  if (found.length === 0) return undefined;
  const results = found.map(({ result }) => result);
  const result = GRAVEST_FIRST.find((each) => results.includes(each)) ?? 'equal';
  const level = found.find((each) => each.level !== undefined)?.level;
  const documents = found.find((each) => each.documents !== undefined)?.documents;
  const missing = result === 'equal' ? Math.max(0, ...found.map(({ omitted }) => omitted)) : 0;
  const omitted = missing === 0 ? undefined : missing;
  const atMs = found.reduce((latest, each) => Math.max(latest, each.atMs), 0);
  return { verification: { result, at: isoTime(atMs), ...defined({ level, omitted, documents }) }, atMs };
}

const GRAVEST_FIRST: readonly VerificationResult[] = ['different', 'unstable', 'equal'];

function comparisonOf({ status, outputs, failure }: StepState): ReturnType<typeof comparisonIn> {
  if (status === 'succeeded') return comparisonIn(outputs);
  const result = status === 'failed' ? failedVerificationOf(failure?.code) : undefined;
  return result && { ...comparisonIn(outputs), result };
}
