import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Graph } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import { CUTOVER_RULE } from '../plan/approval-rule.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import { needsApproval, traitsOf } from '../provider/steps/step-traits.ts';
import { defined } from '../value/defined.ts';

/**
 * Entries of `approvals:` that are for no gate of the plan: a gate that is meant would open with one approval of anyone. A warning where
 * a migration has no units now, such as one whose inventory is empty: the entry may be for its gate.
 */
export function findUnknownGates({ approvals, file, source, migrations }: Plan, graph: Graph): readonly Diagnostic[] {
  if (approvals === undefined || graph.units.length === 0) return [];
  const names = gateNames(graph);
  const present = new Set(graph.units.map(({ unit }) => unit.migration.name));
  const empty = [...migrations.keys()].filter((name) => !present.has(name));
  return [...approvals.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      severity: empty.length === 0 ? 'error' : 'warning',
      code: 'PLAN_APPROVAL_GATE',
      summary: 'unknown gate',
      ...describe(name, names, empty),
      file,
      path: `approvals.${name}`,
      ...defined({ range: source.locate(['approvals', name], 'key') }),
    }));
}

function describe(
  name: string,
  names: ReadonlySet<string>,
  empty: readonly string[],
): Pick<Diagnostic, 'detail' | 'hint'> {
  const { detail, hint } = describeMissing(name, names);
  if (empty.length === 0) return { detail, hint };
  return { detail: `${detail} It may be for a gate of ${empty.join(', ')}, which has no units now.`, hint };
}

function describeMissing(name: string, names: ReadonlySet<string>): Required<Pick<Diagnostic, 'detail' | 'hint'>> {
  if (names.size === 0)
    return {
      detail: 'No unit of the plan waits for an approval.',
      hint: 'Remove the entry, or give a migration a gate.',
    };
  const near = suggest(name, [...names]);
  return {
    detail: `No gate of the plan is called ${name}.`,
    hint: near === undefined ? `The gates are: ${[...names].toSorted().join(', ')}.` : `did you mean \`${near}\`?`,
  };
}

function gateNames({ units }: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Map<Migration, Set<UnitShape>>();
  for (const { unit, shape, steps } of units) {
    const ofMigration = seen.get(unit.migration) ?? new Set();
    seen.set(unit.migration, ofMigration);
    if (ofMigration.has(shape)) continue;
    ofMigration.add(shape);
    if (!shape.steps.some((step) => traitsOf(step).needsApproval)) continue;
    for (const step of steps) {
      if (!needsApproval(step)) continue;
      names.add(step.name);
      if (step.isCutover) names.add(CUTOVER_RULE);
    }
  }
  return names;
}
