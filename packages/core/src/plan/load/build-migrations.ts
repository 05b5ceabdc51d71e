import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import { defined } from '../../value/defined.ts';
import { isTextual } from '../../value/fill-references.ts';
import { isDeferred, isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import { findRecipe } from '../expand/find-recipe.ts';
import type { Migration, Need } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import { buildForEach } from './build-for-each.ts';
import { type BuiltInventory, buildInventory, isInventoryUse } from './build-inventory.ts';
import { checkFormerNames } from './check-former-names.ts';
import type { MigrationContext } from './migration-context.ts';
import { readOptions } from './read-options.ts';
import { DEFAULT_RETRY, DEFAULT_TIMEOUT_MS, readDurationMs, readOnFailure, readRetry } from './read-plan-value.ts';

/**
 * `migrations:` → data, defaults applied and inputs filled in. A migration without a usable `uses` or `with` is left out
 * and reported. `aliases` are all providers that the plan declares, usable or not.
 */
export function buildMigrations(
  context: MigrationContext,
  aliases: ReadonlySet<string>,
): ReadonlyMap<string, Migration> {
  const { root } = context.document;
  const defaults = readDefaults(root.defaults, context.findings);
  const migrations = new Map<string, Migration>();
  for (const [name, entry] of Object.entries(isValueObject(root.migrations) ? root.migrations : {})) {
    if (!isValueObject(entry) || typeof entry.uses !== 'string') continue;
    const uses = resolveUses(name, entry.uses, context, aliases);
    if (uses === undefined) continue;
    const options = readOptions({ name, entry, ...uses }, context);
    const filled = context.fillInputs(entry.with ?? null);
    const inventory = isInventoryUse(entry.for_each) ? buildInventory(name, entry.for_each, context) : undefined;
    // Without its rows nothing can be said about the migration's units, nor about those that need them.
    if (inventory === undefined && isInventoryUse(entry.for_each)) continue;
    if (isValueObject(filled))
      migrations.set(name, buildMigration({ name, entry, uses, filled, options, inventory }, defaults, context));
  }
  checkFormerNames(migrations, declaredIn(root.migrations), context.findings);
  return migrations;
}

function declaredIn(migrations: Value | undefined): ReadonlySet<string> {
  return new Set(isValueObject(migrations) ? Object.keys(migrations) : []);
}

type Defaults = Pick<Migration, 'timeoutMs' | 'retry' | 'onFailure'>;

function readDefaults(value: Value | undefined, findings: Findings): Defaults {
  const given = isValueObject(value) ? value : {};
  return {
    timeoutMs: readDurationMs(given.timeout, ['defaults', 'timeout'], findings) ?? DEFAULT_TIMEOUT_MS,
    retry: readRetry(given.retry, DEFAULT_RETRY, ['defaults', 'retry'], findings),
    onFailure: readOnFailure(given.on_failure) ?? 'continue',
  };
}

interface Uses {
  readonly alias: string;
  readonly recipe: string;
  readonly found: Kind | Operation;
}

/** `search.index-migration` → provider and kind; undefined after reporting what is not known. */
function resolveUses(
  name: string,
  uses: string,
  context: MigrationContext,
  aliases: ReadonlySet<string>,
): Uses | undefined {
  const dot = uses.indexOf('.');
  const alias = uses.slice(0, Math.max(0, dot));
  const recipe = uses.slice(dot + 1);
  if (dot === -1) return undefined; // The shape check has reported it.
  const entry = context.providers.get(alias);
  const provider = entry === undefined ? undefined : context.registry.get(entry.type);
  if (provider === undefined) {
    if (!aliases.has(alias)) reportUnknownProvider(name, alias, aliases, context.findings);
    return undefined;
  }
  const found = findRecipe(provider, recipe);
  if (found !== undefined) return { alias, recipe, found };
  const known = [...Object.keys(provider.kinds), ...Object.keys(provider.operations)];
  const suggestion = suggest(recipe, known);
  context.findings.add({
    code: 'PLAN_UNKNOWN_KIND',
    path: ['migrations', name, 'uses'],
    summary: `unknown kind or operation \`${shorten(recipe)}\``,
    detail: `Provider type ${provider.type} has no kind or operation of this name.${listNames(known)}`,
    hint:
      suggestion === undefined ? 'Write one of these names after the dot.' : `did you mean \`${alias}.${suggestion}\`?`,
  });
  return undefined;
}

function listNames(names: readonly string[]): string {
  return ` It has ${names.slice(0, 24).join(', ')}${names.length > 24 ? ` and ${names.length - 24} more` : ''}.`;
}

function reportUnknownProvider(name: string, alias: string, aliases: ReadonlySet<string>, findings: Findings): void {
  const suggestion = suggest(alias, aliases);
  findings.add({
    code: 'PLAN_UNKNOWN_PROVIDER',
    path: ['migrations', name, 'uses'],
    summary: `unknown provider \`${shorten(alias)}\``,
    detail: 'The name before the dot in `uses` is an alias declared under `providers:`.',
    hint:
      suggestion === undefined
        ? `Declare \`${shorten(alias)}\` under \`providers:\`.`
        : `did you mean \`${suggestion}\`?`,
  });
}

interface Readable {
  readonly name: string;
  readonly entry: ValueObject;
  readonly uses: Uses;
  /** `with:`, inputs filled in. */
  readonly filled: ValueObject;
  readonly options: ValueObject;
  /** Undefined when its units are in the plan itself. */
  readonly inventory: BuiltInventory | undefined;
}

function buildMigration(readable: Readable, defaults: Defaults, context: MigrationContext): Migration {
  const { name, entry, uses, filled, options, inventory } = readable;
  const { findings, fillInputs } = context;
  const path = ['migrations', name];
  return {
    name,
    ...defined({ formerly: readFormerNames(entry.formerly) }),
    description: typeof entry.description === 'string' ? entry.description : '',
    provider: uses.alias,
    recipe: uses.recipe,
    labels: readLabels(entry.labels, fillInputs),
    forEach: inventory === undefined ? buildForEach(name, entry.for_each, context) : inventory.entries,
    ...defined({ inventory: inventory?.source }),
    needs: readNeeds(entry.needs, fillInputs),
    with: filled,
    options,
    wait: entry.wait !== false,
    timeoutMs: readDurationMs(entry.timeout, [...path, 'timeout'], findings) ?? defaults.timeoutMs,
    retry: readRetry(entry.retry, defaults.retry, [...path, 'retry'], findings),
    onFailure: readOnFailure(entry.on_failure) ?? defaults.onFailure,
    sharedTarget: typeof entry.shared_target === 'string' ? entry.shared_target : undefined,
  };
}

/** What is no list of names was reported by the shape check. */
function readFormerNames(value: Value | undefined): readonly string[] | undefined {
  const names = Array.isArray(value) ? value.filter((name: Value): name is string => typeof name === 'string') : [];
  return names.length === 0 ? undefined : names;
}

function readLabels(value: Value | undefined, fillInputs: (value: Value) => Value): Readonly<Record<string, string>> {
  const filled = fillInputs(value ?? {});
  const entries = Object.entries(isValueObject(filled) ? filled : {});
  return Object.fromEntries(entries.map(([label, text]) => [label, textOf(text)]));
}

/** A scalar, or a reference that is not known yet, as text; anything else was reported by the shape check. */
function textOf(value: Value): string {
  return isTextual(value) || isDeferred(value) ? value.toString() : '';
}

/** A need that cannot be read is left out: the shape check has reported it. Keys keep references to `each` as text. */
function readNeeds(value: Value | undefined, fillInputs: (value: Value) => Value): readonly Need[] {
  return textsOf(value, fillInputs).flatMap((text) => {
    const match = /^([A-Za-z][A-Za-z0-9_-]*)(?:\[(.+)\])?$/s.exec(text);
    return match === null ? [] : [{ migration: match[1] ?? '', key: match[2] }];
  });
}

function textsOf(value: Value | undefined, fillInputs: (value: Value) => Value): readonly string[] {
  const filled = fillInputs(value ?? []);
  return Array.isArray(filled) ? filled.map((item: Value) => textOf(item)) : [];
}
