import type { Preview, PreviewUnit, Report, ReportUnit } from '@waybill/core';
import type { PreviewPlace } from '@waybill/core/internal';
import type { UnitIndex } from './unit-index.ts';

type Filling = {
  -readonly [Key in keyof UnitIndex]: UnitIndex[Key] extends readonly (infer Item)[] ? Item[] : UnitIndex[Key];
};

/** The units of a report in its order, or else those of the preview. */
export function buildUnitIndex(preview: Preview, report: Report | undefined, blockSize: number): UnitIndex {
  const index: Filling = {
    kind: report === undefined ? 'preview' : 'report',
    blockSize,
    migrations: preview.migrations.map((migration) => ({
      name: migration.name,
      uses: migration.uses,
      words: wordsOf(migration, preview),
    })),
    states: [],
    verdicts: ['blocking', 'warning', 'unasked', 'passed'],
    addresses: [],
    migrationAt: [],
    stateAt: [],
    verdictAt: [],
    levels: [],
    startsMs: [],
    endsMs: [],
    steps: [],
    startedAt: [],
    tookMs: [],
    attempts: [],
    comparisons: [],
    comparedAt: [],
    plannedAt: [],
    facts: [],
    fromAt: [],
    toAt: [],
    foundAt: [],
  };
  const migrationAt = new Map(index.migrations.map(({ name }, at) => [name, at]));
  const stateAt = new Map<string, number>();
  const factAt = new Map<string, number>();
  const placeOf = (fact: string): number => {
    const known = factAt.get(fact) ?? index.facts.push(fact) - 1;
    factAt.set(fact, known);
    return known;
  };
  const add = (unit: PreviewUnit | ReportUnit, planned: PreviewUnit | undefined): void => {
    const { address, migration, steps } = unit;
    const state = report === undefined && planned?.left_out === true ? 'left out' : unit.state;
    if (!stateAt.has(state)) stateAt.set(state, index.states.push(state) - 1);
    index.addresses.push(address);
    index.migrationAt.push(migrationAt.get(migration) ?? -1);
    index.stateAt.push(stateAt.get(state) ?? -1);
    index.verdictAt.push(planned === undefined ? -1 : worstVerdict(planned, index.verdicts));
    index.levels.push(planned?.level ?? 0);
    index.startsMs.push(planned?.simulated?.starts_ms ?? -1);
    index.endsMs.push(planned?.simulated?.ends_ms ?? -1);
    index.steps.push(steps.length);
    index.fromAt.push(factsOf(planned?.from).map(placeOf));
    index.toAt.push(factsOf(planned?.to).map(placeOf));
    index.foundAt.push(foundOn(planned).map(placeOf));
  };
  if (report === undefined) for (const unit of preview.units) add(unit, unit);
  else {
    const positions = new Map(preview.units.map(({ address }, at) => [address, at]));
    for (const unit of report.units) {
      const at = positions.get(unit.address) ?? -1;
      add(unit, preview.units[at]);
      addActual(unit, index);
      index.plannedAt.push(at);
    }
  }
  return index;
}

function wordsOf({ uses, labels }: Preview['migrations'][number], { providers }: Preview): readonly string[] {
  const alias = uses.slice(0, uses.indexOf('.'));
  const provider = providers.find((each) => each.alias === alias);
  return [
    ...Object.entries(labels).map(([label, value]) => `${label}: ${value}`),
    ...Object.values(provider?.connection ?? {}),
    ...(provider === undefined ? [] : [provider.type]),
  ];
}

function factsOf(place: PreviewPlace | undefined): readonly string[] {
  return [...new Set(place?.facts.map(({ value }) => value))];
}

/** What is wrong, in the words of the checks. */
function foundOn(planned: PreviewUnit | undefined): readonly string[] {
  const findings = (planned?.steps ?? []).flatMap(({ finding }) => finding ?? []);
  const serious = findings.filter(({ verdict }) => verdict === 'blocking' || verdict === 'warning');
  return [...new Set(serious.map(({ detail }) => detail))];
}

function worstVerdict({ steps }: PreviewUnit, verdicts: readonly string[]): number {
  let worst = -1;
  for (const { finding } of steps) {
    if (finding === undefined) continue;
    const at = verdicts.indexOf(finding.verdict);
    if (worst === -1 || at < worst) worst = at;
  }
  return worst;
}

function addActual({ actual, steps, verified }: ReportUnit, index: Filling): void {
  index.startedAt.push(actual?.starts_at ?? '');
  const isOver = actual !== undefined && actual.ends_at !== null;
  index.tookMs.push(isOver ? Date.parse(actual.ends_at) - Date.parse(actual.starts_at) : -1);
  index.attempts.push(steps.reduce((most, { attempts }) => Math.max(most, attempts.length), 0));
  index.comparedAt.push(verified === undefined ? -1 : comparisonAt(verified, index));
}

function comparisonAt(
  { result, level, omitted }: NonNullable<ReportUnit['verified']>,
  { comparisons }: Filling,
): number {
  const found = level === undefined ? result : `${result} by ${level}`;
  const words = omitted === undefined ? found : `${found}, but for ${omitted}`;
  const known = comparisons.indexOf(words);
  return known === -1 ? comparisons.push(words) - 1 : known;
}
