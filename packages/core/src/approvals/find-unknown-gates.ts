import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Graph } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import { CUTOVER_RULE } from '../plan/approval-rule.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import { needsApproval, traitsOf } from '../provider/steps/step-traits.ts';
import { defined } from '../value/defined.ts';

/** Entries of `approvals:` that are for no gate of the plan: a gate that is meant would open with one approval of anyone. */
export function findUnknownGates({ approvals, file, source }: Plan, graph: Graph): readonly Diagnostic[] {
  if (approvals === undefined || graph.units.length === 0) return [];
  const names = gateNames(graph);
  return [...approvals.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      severity: 'error',
      code: 'PLAN_APPROVAL_GATE',
      summary: 'unknown gate',
      ...describe(name, names),
      file,
      path: `approvals.${name}`,
      ...defined({ range: source.locate(['approvals', name], 'key') }),
    }));
}

function describe(name: string, names: ReadonlySet<string>): Pick<Diagnostic, 'detail' | 'hint'> {
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
