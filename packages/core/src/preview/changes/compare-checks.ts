import { defined } from '../../value/defined.ts';
import type { PreviewFinding } from '../preview.ts';
import type { PairedUnits } from './compare-units.ts';
import { compareText } from './compare-units.ts';
import type { CheckAnswer, CheckChange } from './preview-changes.ts';

interface Asked {
  readonly check: string;
  readonly provider: string | undefined;
  /** In the later preview; undefined for what concerns no unit. */
  readonly unit: string | undefined;
  readonly answer: CheckAnswer;
}

/**
 * Checks with another answer than before. How a check that passed is worded does not count: it holds numbers that move by
 * themselves. Of units that are new only what blocks or warns is listed, of units that are gone nothing.
 */
export function compareChecks(
  before: readonly PreviewFinding[],
  after: readonly PreviewFinding[],
  { pairs, added, removed }: PairedUnits,
): readonly CheckChange[] {
  const presentNames = new Map(pairs.map((pair) => [pair.before.address, pair.after.address]));
  const gone = new Set(removed.map(({ address }) => address));
  const isNew = new Set(added.map(({ address }) => address));
  const earlier = answersOf(before, (unit) => (gone.has(unit) ? undefined : (presentNames.get(unit) ?? unit)));
  const later = answersOf(after, (unit) => unit);
  const changes = new Map<string, CheckChange & { readonly units: string[] }>();
  for (const key of new Set([...later.keys(), ...earlier.keys()])) {
    const [now, then] = [later.get(key), earlier.get(key)];
    const { check, provider, unit } = now ?? then ?? NOTHING;
    if (sameAnswer(now?.answer, then?.answer)) continue;
    if (unit !== undefined && isNew.has(unit) && !isTrouble(now?.answer)) continue;
    const change = { check, ...defined({ provider }), before: then?.answer ?? null, after: now?.answer ?? null };
    const group = JSON.stringify(change);
    const known = changes.get(group) ?? { ...change, units: [] };
    if (unit !== undefined) known.units.push(unit);
    changes.set(group, known);
  }
  return [...changes]
    .toSorted(([one], [other]) => compareText(one, other))
    .map(([, change]) => ({ ...change, units: change.units.toSorted(compareText) }));
}

const NOTHING: Pick<Asked, 'check' | 'provider' | 'unit'> = { check: '', provider: undefined, unit: undefined };
/** The gravest one of a check that a unit has several times. */
const GRAVITY: readonly string[] = ['blocking', 'warning', 'unasked', 'passed'];

function answersOf(
  findings: readonly PreviewFinding[],
  nameNow: (unit: string) => string | undefined,
): ReadonlyMap<string, Asked> {
  const answers = new Map<string, Asked>();
  for (const { check, provider, path, verdict, detail, units } of findings) {
    const answer = { verdict, detail: verdict === 'passed' ? '' : detail };
    const names = units.length === 0 ? [undefined] : units.flatMap((unit) => nameNow(unit) ?? []);
    for (const unit of names) {
      const key = JSON.stringify([check, provider, unit ?? null, unit === undefined ? path : null]);
      const known = answers.get(key)?.answer;
      if (known === undefined || graver(answer, known)) answers.set(key, { check, provider, unit, answer });
    }
  }
  return answers;
}

function graver(one: CheckAnswer, other: CheckAnswer): boolean {
  const difference = GRAVITY.indexOf(one.verdict) - GRAVITY.indexOf(other.verdict);
  return difference === 0 ? compareText(one.detail, other.detail) < 0 : difference < 0;
}

function sameAnswer(one: CheckAnswer | undefined, other: CheckAnswer | undefined): boolean {
  return one?.verdict === other?.verdict && one?.detail === other?.detail;
}

function isTrouble(answer: CheckAnswer | undefined): boolean {
  return answer?.verdict === 'blocking' || answer?.verdict === 'warning';
}
