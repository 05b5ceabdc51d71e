import type { ProviderOfAlias } from '../graph/comparisons-of.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { unitImpact } from '../graph/unit-impact.ts';
import type { Plan } from '../plan/plan.ts';
import { defined } from '../value/defined.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import type { PreviewImpact, PreviewMigration, PreviewUnitImpact } from './preview.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 2_500;
/** A kind that names values of the unit in its texts says another one for each. */
const MOST_IMPACTS = 12;

/** What a migration means for users of the data: once where it is the same for all of its units, else for how many it holds. */
export function* describeImpacts(
  plan: Pick<Plan, 'providers'>,
  units: readonly PlannedUnit[],
  providerOf: ProviderOfAlias,
): Sliced<Pick<PreviewMigration, 'impact' | 'impacts'>> {
  const groups = yield* groupUnits(plan, units, providerOf);
  const [first = NOTHING_SAID] = groups;
  if (groups.length <= 1) return { impact: withoutCount(first) };
  const impacts = groups.length <= MOST_IMPACTS ? groups : boundGroups(groups);
  const risk = impacts.some((group) => group.risk !== undefined) ? saidOfAll(impacts, 'risk') : undefined;
  return {
    impact: {
      downtime: saidOfAll(impacts, 'downtime'),
      way_back: saidOfAll(impacts, 'way_back'),
      ...defined({ risk }),
    },
    impacts,
  };
}

function* groupUnits(
  plan: Pick<Plan, 'providers'>,
  units: readonly PlannedUnit[],
  providerOf: ProviderOfAlias,
): Sliced<readonly PreviewUnitImpact[]> {
  const groups = new Map<string, { impact: PreviewImpact; units: number; example: string }>();
  yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
    const said = unitImpact(plan, unit, providerOf);
    const impact = {
      downtime: said?.downtime ?? '',
      way_back: said?.wayBack ?? '',
      ...defined({ risk: said?.risk }),
    };
    const key = `${impact.downtime}\n${impact.way_back}\n${impact.risk ?? ''}`;
    const group = groups.get(key) ?? { impact, units: 0, example: unit.address };
    group.units += 1;
    groups.set(key, group);
  });
  return [...groups.values()].map(({ impact, ...of }) => ({ ...of, ...impact }));
}

const NOTHING_SAID: PreviewUnitImpact = { units: 0, example: '', downtime: '', way_back: '' };

function withoutCount({ units: _units, example: _example, ...impact }: PreviewUnitImpact): PreviewImpact {
  return impact;
}

function boundGroups(groups: readonly PreviewUnitImpact[]): readonly PreviewUnitImpact[] {
  const shown = groups.slice(0, MOST_IMPACTS - 1);
  const rest = groups.slice(MOST_IMPACTS - 1);
  const units = rest.reduce((sum, group) => sum + group.units, 0);
  const texts = { downtime: DIFFERS, way_back: DIFFERS, risk: DIFFERS };
  return [...shown, { units, example: rest[0]?.example ?? '', ...texts }];
}

const DIFFERS = 'Differs from unit to unit: preview one of them with `--target`.';

/** `12 units: None. 3 units: A minute.`, for readers that know no groups. */
function saidOfAll(groups: readonly PreviewUnitImpact[], field: 'downtime' | 'way_back' | 'risk'): string {
  const texts = Map.groupBy(groups, (group) => group[field] ?? '');
  if (texts.size === 1) return groups[0]?.[field] ?? '';
  const parts = [...texts].map(([text, members]) => {
    const units = members.reduce((sum, group) => sum + group.units, 0);
    return `${units} ${units === 1 ? 'unit' : 'units'}: ${text === '' ? 'not stated.' : text}`;
  });
  return parts.join(' ');
}
