import { suggest } from '../../diagnostics/suggest.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { KeyedReference, KeyedSecret } from '../../value/keyed-reference.ts';
import { isPlainData } from '../../value/plain-data.ts';
import {
  Interpolation,
  isJsonObject,
  isValueObject,
  type Json,
  Reference,
  type Value,
  type ValueObject,
} from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import { isNoteKey } from '../schema/note-keys.ts';
import { optionNames, placesForReferences } from '../schema/plan-schema-with.ts';
import { familyOf } from '../secret-family.ts';
import type { Findings } from '../syntax/findings.ts';
import { buildSecrets } from './build-secrets.ts';
import { namesOf } from './names-of.ts';

type Root = 'inputs' | 'secrets' | 'each' | 'migrations';

/** Which references a place of the plan may hold, and the names that exist. */
interface Scope {
  readonly roots: readonly Root[];
  readonly names: Readonly<Record<'inputs' | 'secrets' | 'migrations', ReadonlySet<string>>>;
  /** Secrets that are chosen by a key. */
  readonly families: ReadonlySet<string>;
  readonly hasEach: boolean;
  /** Options of kinds that may hold references, dotted. */
  readonly optionPlaces: readonly string[];
  readonly findings: Findings;
}

/**
 * Checks that references stand where they may, and that the inputs, secrets and migrations they name exist. Units and
 * outputs are checked when the plan is expanded, options of kinds when the kind is known.
 */
export function checkReferences(root: ValueObject, registry: ProviderRegistry, findings: Findings): void {
  const options = new Set(optionNames(registry));
  const nowhere = nowhereIn(root, registry, findings);
  for (const [key, value] of Object.entries(root)) {
    if (isNoteKey(key)) continue;
    if (key === 'defaults') checkDefaults(value, nowhere);
    else if (key === 'providers')
      forEachEntry(
        value,
        (entry, alias) => check(entry, [key, alias], { ...nowhere, roots: ['inputs', 'secrets'] }),
        nowhere,
        key,
      );
    else if (key === 'notify') check(value, [key], { ...nowhere, roots: ['secrets'] });
    else if (key === 'migrations')
      forEachEntry(value, (entry, name) => checkMigration(entry, [key, name], nowhere, options), nowhere, key);
    else check(value, [key], nowhere);
  }
}

/** Blocks under `with` are checked where they are taken over; this finds mistakes in those that no migration uses. */
function checkDefaults(value: Value, nowhere: Scope): void {
  if (!isValueObject(value)) {
    check(value, ['defaults'], nowhere);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (key !== 'with' || isDeferredWhole(entry)) check(entry, ['defaults', key], nowhere);
    else check(entry, ['defaults', key], { ...nowhere, hasEach: true, roots: ROOTS_BY_KEY['with'] ?? [] });
  }
}

/** References in an option of a kind: where its schema lists what may be referred to. See `Kind.optionsSchema`. */
export function checkOptionReferences(
  value: Value,
  schema: Json | undefined,
  path: KeyPath,
  { root, registry, hasEach, findings }: OptionContext,
): void {
  checkOption(value, schema, path, { ...nowhereIn(root, registry, findings), hasEach });
}

interface OptionContext {
  readonly root: ValueObject;
  readonly registry: ProviderRegistry;
  readonly hasEach: boolean;
  readonly findings: Findings;
}

function nowhereIn(root: ValueObject, registry: ProviderRegistry, findings: Findings): Scope {
  const names = { inputs: namesOf(root.inputs), secrets: namesOf(root.secrets), migrations: namesOf(root.migrations) };
  const families = new Set(buildSecrets(root.secrets).families.keys());
  return { roots: [], names, families, hasEach: false, optionPlaces: placesForReferences(registry), findings };
}

function forEachEntry(value: Value, visit: (entry: Value, name: string) => void, scope: Scope, key: string): void {
  if (!isValueObject(value)) check(value, [key], scope);
  else for (const [name, entry] of Object.entries(value)) visit(entry, name);
}

function checkMigration(migration: Value, path: KeyPath, nowhere: Scope, options: ReadonlySet<string>): void {
  if (!isValueObject(migration)) {
    check(migration, path, nowhere);
    return;
  }
  const scope = { ...nowhere, hasEach: migration.for_each !== undefined };
  for (const [key, value] of Object.entries(migration)) {
    if (options.has(key) || isNoteKey(key)) continue;
    if (isDeferredWhole(value) && key !== 'for_each') check(value, [...path, key], nowhere);
    else check(value, [...path, key], { ...scope, roots: ROOTS_BY_KEY[key] ?? [] });
  }
}

const ROOTS_BY_KEY: Readonly<Record<string, readonly Root[] | undefined>> = {
  with: ['inputs', 'secrets', 'each', 'migrations'],
  labels: ['inputs'],
  for_each: ['inputs'],
  needs: ['inputs', 'each'],
};

function isDeferredWhole(value: Value): boolean {
  return value instanceof Reference || value instanceof Interpolation;
}

const OPTION_ROOTS: readonly Root[] = ['inputs', 'secrets', 'each'];

/** What a schema lists holds for all that is below, until a schema there lists something else. */
function checkOption(value: Value, schema: Json | undefined, path: KeyPath, outer: Scope): void {
  const listed = isJsonObject(schema) ? schema['x-references'] : undefined;
  const scope = Array.isArray(listed)
    ? { ...outer, roots: OPTION_ROOTS.filter((root) => listed.includes(root)) }
    : outer;
  if (isDeferredWhole(value) || typeof value !== 'object' || value === null) check(value, path, scope);
  else {
    for (const [key, child] of Object.entries(value)) {
      checkOption(child, schemaBelow(schema, key, Array.isArray(value)), [...path, key], scope);
    }
  }
}

function schemaBelow(schema: Json | undefined, key: string, isItem: boolean): Json | undefined {
  if (!isJsonObject(schema)) return undefined;
  if (isItem) return schema['items'];
  const { properties } = schema;
  return isJsonObject(properties) && Object.hasOwn(properties, key) ? properties[key] : schema['additionalProperties'];
}

function check(value: Value, path: KeyPath, scope: Scope): void {
  if (typeof value !== 'object' || value === null || isPlainData(value)) return;
  if (value instanceof Reference) checkReference(value, path, scope);
  else if (value instanceof Interpolation) {
    for (const reference of distinctReferences(value)) checkReference(reference, path, scope);
  } else if (Array.isArray(value)) {
    const items: readonly Value[] = value;
    for (const [index, item] of items.entries()) if (typeof item === 'object') check(item, [...path, index], scope);
  } else checkEntries(value as ValueObject, path, scope);
}

/** A text may repeat a reference very many times; one finding about it is enough. */
function distinctReferences(value: Interpolation): Iterable<Reference> {
  const references = value.parts.filter((part) => part instanceof Reference);
  return new Map(references.map((reference) => [reference.toString(), reference])).values();
}

function checkEntries(value: ValueObject, path: KeyPath, scope: Scope): void {
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (typeof child === 'object') check(child, [...path, key], scope);
  }
}

function checkReference(reference: Reference, path: KeyPath, scope: Scope): void {
  const [root] = reference.path;
  if (root === 'unreadable') return; // Reported when it was read.
  if (!scope.roots.some((allowed) => allowed === root)) reportNotAllowed(reference, path, scope);
  else if (root === 'each' || reference instanceof KeyedReference) checkEach(reference, path, scope);
  if (root === 'inputs') checkName(reference, root, reference.path[1] ?? '', path, scope);
  if (root === 'secrets') checkSecret(reference, path, scope);
  if (root === 'migrations') checkName(reference, root, migrationOf(reference), path, scope);
}

/** Names and keys that `each` gives are checked when its entries are known. */
function checkSecret(reference: Reference, path: KeyPath, scope: Scope): void {
  if (reference instanceof KeyedSecret && reference.family === undefined) return;
  const family = familyOf(reference.path[1] ?? '');
  const name = family ?? reference.path[1] ?? '';
  checkName(reference, 'secrets', name, path, scope);
  const isFamily = scope.families.has(name);
  if (!scope.names.secrets.has(name) || isFamily === (family !== undefined)) return;
  scope.findings.add({
    code: 'PLAN_SECRET_KEY',
    path,
    at: reference,
    summary: isFamily ? `secret family \`${name}\` without a key` : `secret \`${name}\` with a key`,
    detail: isFamily
      ? `\`${name}\` has \`{key}\` in its source, so it needs a key that chooses one of its secrets.`
      : `\`${name}\` is one secret: there is no \`{key}\` in its source that a key could fill in.`,
    hint: isFamily
      ? `Write \`\${{ secrets.${name}[each.key] }}\`, or \`\${{ secrets.${name}[<key>] }}\`.`
      : `Write \`\${{ secrets.${name} }}\`, or put \`{key}\` into its source.`,
  });
}

/** The migration that an output reference names. */
function migrationOf(reference: Reference): string {
  return (reference.path[1] ?? '').replace(/\[.*$/s, '');
}

function checkEach(reference: Reference, path: KeyPath, { hasEach, findings }: Scope): void {
  if (hasEach) return;
  findings.add({
    code: 'PLAN_REFERENCE_NOT_ALLOWED',
    path,
    at: reference,
    summary: '`each` without `for_each`',
    detail: `\`${reference.toString()}\` refers to an entry of \`for_each:\`, but this migration has none.`,
    hint: 'Add `for_each:` to the migration, or write the value out.',
  });
}

function checkName(
  reference: Reference,
  root: 'inputs' | 'secrets' | 'migrations',
  name: string,
  path: KeyPath,
  scope: Scope,
): void {
  const known = scope.names[root];
  if (known.has(name) || scope.findings.isFull()) return;
  const suggestion = suggest(name, known);
  const noun = root.slice(0, -1);
  scope.findings.add({
    code: 'PLAN_REFERENCE_UNKNOWN',
    path,
    at: reference,
    summary: `unknown ${noun} \`${name}\``,
    detail: `The plan declares no ${noun} \`${name}\` under \`${root}:\`.`,
    hint: suggestion === undefined ? `Declare \`${name}\` under \`${root}:\`.` : `did you mean \`${suggestion}\`?`,
  });
}

function reportNotAllowed(reference: Reference, path: KeyPath, { roots, optionPlaces, findings }: Scope): void {
  const place = path.join('.');
  findings.add({
    code: 'PLAN_REFERENCE_NOT_ALLOWED',
    path,
    at: reference,
    summary: 'a reference is not allowed here',
    detail:
      roots.length === 0
        ? `\`${place}\` is fixed when the plan is read; references are allowed under ${listPlaces(optionPlaces)}.`
        : `Here only references to ${roots.join(' and ')} are possible.`,
    hint: 'Write the value out, or `$${{` for a literal `${{`.',
  });
}

function listPlaces(options: readonly string[]): string {
  const places = [
    'in `providers`',
    '`for_each` items',
    '`labels`',
    'keys of `needs`',
    ...options.map((path) => `\`${path}\``),
  ];
  return `\`with\`, ${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
}
