import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { atOnce, type Sliced } from '../../value/sliced.ts';
import type { Plan, Unit } from '../plan.ts';
import { createFindings } from '../syntax/findings.ts';
import { expandMigrationsSliced } from './expand-migrations.ts';

/**
 * Plan → units, in document order: `for_each` written out, `each` filled in, `with` checked against the schema of its kind
 * or operation, and needs joined with the units whose outputs are referred to. With errors among the diagnostics the
 * units must not be used.
 */
export function expandPlan(plan: Plan, registry: ProviderRegistry): ExpandedPlan {
  return atOnce(expandPlanSliced(plan, registry));
}

interface ExpandedPlan {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What `expandPlan` does. */
export function* expandPlanSliced(plan: Plan, registry: ProviderRegistry): Sliced<ExpandedPlan> {
  const findings = createFindings(plan.source);
  const units = yield* expandMigrationsSliced(plan, registry, findings, {
    migrations: new Set(plan.migrations.keys()),
    // A field names what the plan declares.
    providers: new Set(
      [...plan.providers].flatMap(([alias, { isAddressed }]) => (isAddressed === true ? [] : [alias])),
    ),
  });
  return { units, diagnostics: findings.list() };
}
