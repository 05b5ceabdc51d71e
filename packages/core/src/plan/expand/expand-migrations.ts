import { assertInvariant } from '../../errors.ts';
import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { defined } from '../../value/defined.ts';
import { mapSliced, type Sliced } from '../../value/sliced.ts';
import type { EachEntry, Migration, Plan, PlanSource, Unit } from '../plan.ts';
import { findLiteralSecrets } from '../schema/find-literal-secrets.ts';
import type { KnownConnections } from '../schema/schema-validator.ts';
import type { Findings } from '../syntax/findings.ts';
import { checkEachReferences } from './check-each-references.ts';
import { checkNumberForms } from './check-number-forms.ts';
import { checkUnitsSliced } from './check-units.ts';
import { compileTemplate, type Template } from './compile-template.ts';
import { createNeedsResolver } from './expand-needs.ts';
import { ExpandedUnit, type UnitTemplates } from './expanded-unit.ts';
import { findRecipe, withSchemaOf } from './find-recipe.ts';
import { resolveMoved } from './resolve-moved.ts';
import { unitAddress } from './unit-address.ts';
import { createUnitIndex, type UnitIndex } from './unit-index.ts';

/** Names that the document has, those of unusable migrations and providers too. */
export interface DeclaredNames {
  readonly migrations: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
}

/** Some milliseconds. */
const UNITS_PER_SLICE = 5_000;

/** Every unit of every migration. */
export function* expandMigrationsSliced(
  plan: Plan,
  registry: ProviderRegistry,
  findings: Findings,
  declared: DeclaredNames,
): Sliced<readonly Unit[]> {
  const index = createUnitIndex(plan, registry, declared.migrations);
  const connections = new Map(
    [...declared.providers].map((alias) => [alias, plan.providers.get(alias)?.type] as const),
  );
  const formerly = resolveMoved(plan.moved ?? [], index, findings);
  const units: (readonly Unit[])[] = [];
  for (const migration of plan.migrations.values()) {
    const recipe = recipeOf(plan, registry, migration);
    const toExpand = { migration, recipe, connections, formerly, source: plan.source };
    units.push(yield* expandMigration(toExpand, index, findings));
  }
  return units.flat();
}

function recipeOf(plan: Plan, registry: ProviderRegistry, migration: Migration): Kind | Operation {
  const entry = plan.providers.get(migration.provider);
  const provider = entry === undefined ? undefined : registry.get(entry.type);
  const recipe = provider === undefined ? undefined : findRecipe(provider, migration.recipe);
  assertInvariant(
    recipe !== undefined,
    `a loaded plan uses known kinds only: ${migration.provider}.${migration.recipe}`,
  );
  return recipe;
}

interface ToExpand {
  readonly migration: Migration;
  readonly recipe: Kind | Operation;
  readonly connections: KnownConnections;
  /** Of units whose key was renamed, by present address. */
  readonly formerly: ReadonlyMap<string, readonly string[]>;
  readonly source: PlanSource;
}

function* expandMigration(
  { migration, recipe, connections, formerly, source }: ToExpand,
  index: UnitIndex,
  findings: Findings,
): Sliced<readonly Unit[]> {
  const path = ['migrations', migration.name, 'with'];
  const templates = { with: compileTemplate(migration.with), options: compileTemplate(migration.options) };
  if (isTooMuch(migration, templates, findings)) return [];
  const needs = createNeedsResolver(migration, templates.with, index, findings);
  const entries: readonly (EachEntry | undefined)[] = migration.forEach ?? [undefined];
  const units = yield* mapSliced(entries, UNITS_PER_SLICE, (entry): Unit => {
    const address = unitAddress(migration.name, entry?.key);
    return new ExpandedUnit(
      {
        address,
        migration,
        entry,
        needs: needs.resolve(address, entry),
        ...defined({ formerly: formerly.get(address) }),
      },
      templates,
    );
  });
  needs.finish();
  checkEachReferences(migration, templates.with, path, findings);
  const schema = withSchemaOf(recipe);
  const values = { ofUnit: (unit: Unit) => unit.with, template: templates.with, source: migration.with };
  yield* checkUnitsSliced({ units, values, migration, schema, connections, path, findings });
  yield* checkUnitOptions(units, templates.options, { migration, recipe, source, connections, formerly }, findings);
  checkNumberForms(migration, templates, { source, findings });
  for (const finding of findLiteralSecrets(migration.with, schema))
    findings.add({ ...finding, path: [...path, ...finding.path] });
  return units;
}

function* checkUnitOptions(
  units: readonly Unit[],
  template: Template,
  { migration, recipe, connections }: ToExpand,
  findings: Findings,
): Sliced<void> {
  const schema = 'withSchema' in recipe ? recipe.optionsSchema : undefined;
  if (schema === undefined) return;
  const path = ['migrations', migration.name];
  checkEachReferences(migration, template, path, findings);
  const values = { ofUnit: (unit: Unit) => unit.options, template, source: migration.options };
  yield* checkUnitsSliced({ units, values, migration, schema, connections, path, findings });
  for (const finding of findLiteralSecrets(migration.options, schema))
    findings.add({ ...finding, path: [...path, ...finding.path] });
}

/** Values that `each` may fill in over all units of a migration: 100,000 units with a hundred places each. */
const MAX_FILLED_VALUES = 10_000_000;

function isTooMuch(migration: Migration, templates: UnitTemplates, findings: Findings): boolean {
  const units = migration.forEach?.length ?? 1;
  const { eachReferences, outputReferences } = templates.with;
  const references = eachReferences.length + outputReferences.length + templates.options.eachReferences.length;
  const places = references + migration.needs.length;
  if (units * places <= MAX_FILLED_VALUES) return false;
  findings.add({
    code: 'PLAN_TOO_LARGE',
    path: ['migrations', migration.name, 'for_each'],
    at: 'key',
    summary: `${units} units with ${places} references each`,
    detail: `Written out this is more than ${MAX_FILLED_VALUES} values.`,
    hint: 'Split the migration, or refer to `each` in fewer places.',
  });
  return true;
}
