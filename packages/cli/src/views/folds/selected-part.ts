import type { Preview, PreviewUnit } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';

/**
 * What applying a preview is about: its units without those that `--target` or `--exclude` leave out, and the counts of
 * these units. The preview itself where nothing is left out.
 */
export function selectedPart(preview: Preview): Preview {
  const known = PARTS.get(preview);
  if (known !== undefined) return known;
  const units = preview.units.filter(({ left_out: isLeftOut }) => isLeftOut !== true);
  const part = units.length === preview.units.length ? preview : narrow(preview, units);
  PARTS.set(preview, part);
  PARTS.set(part, part);
  return part;
}

/** By preview: every section of a view asks for its part. */
const PARTS = new WeakMap<Preview, Preview>();

function narrow(preview: Preview, units: readonly PreviewUnit[]): Preview {
  const members = Map.groupBy(units, ({ migration }) => migration);
  const migrations = preview.migrations.flatMap((migration) => {
    const own = members.get(migration.name) ?? [];
    const steps = own.reduce((sum, unit) => sum + unit.steps.length, 0);
    return own.length === 0 ? [] : { ...migration, units: own.length, steps, example: own[0]?.address ?? '' };
  });
  const addresses = new Set(units.map(({ address }) => address));
  const isChainSelected = preview.longest_chain.units.every((unit) => addresses.has(unit));
  return {
    ...preview,
    totals: countTotals(units, migrations.length),
    levels: countLevels(units),
    longest_chain: isChainSelected ? preview.longest_chain : { steps: 0, units: [] },
    migrations,
    units,
  };
}

function countTotals(units: readonly PreviewUnit[], migrations: number): Preview['totals'] {
  const steps = units.flatMap((unit) => unit.steps.map(traitsOf));
  const count = (matches: (traits: ReturnType<typeof traitsOf>) => boolean): number => steps.filter(matches).length;
  const jobs = count(({ isOwnWork }) => isOwnWork);
  return {
    migrations,
    units: units.length,
    steps: steps.length,
    effects: count(({ hasEffect }) => hasEffect),
    checks: count(({ isAskedByPreflight }) => isAskedByPreflight),
    waits: count(({ waitsOutside }) => waitsOutside),
    gates: count(({ needsApproval }) => needsApproval),
    ...(jobs === 0 ? {} : { jobs }),
  };
}

function countLevels(units: readonly PreviewUnit[]): Preview['levels'] {
  const levels = [...Map.groupBy(units, ({ level }) => level)].toSorted(([left], [right]) => left - right);
  return levels.map(([level, own]) => ({
    level,
    units: own.length,
    migrations: [...new Set(own.map(({ migration }) => migration))],
  }));
}

/** `--target orders --exclude 'orders[orders-2024]'`; undefined where everything is selected. */
export function selectionWords({ binding }: Preview): string | undefined {
  const { target, exclude } = binding.selection;
  const words = [
    ...target.map((pattern) => `--target ${pattern}`),
    ...exclude.map((pattern) => `--exclude ${pattern}`),
  ];
  return words.length === 0 ? undefined : words.join(' ');
}
