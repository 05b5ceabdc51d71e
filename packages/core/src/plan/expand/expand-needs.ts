import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { KeyedOutput } from '../../value/keyed-reference.ts';
import type { Value } from '../../value/value.ts';
import type { EachEntry, Migration, Need } from '../plan.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { parseTemplate } from '../syntax/parse-template.ts';
import { compileTemplate, type OutputReference, type Template } from './compile-template.ts';
import { parseUnitAddress, unitAddress } from './unit-address.ts';
import type { UnitIndex } from './unit-index.ts';

/** Addresses of the units that a unit needs. `orders[*]` stands for every unit of orders, however many there are. */
export interface NeedsResolver {
  resolve(address: string, entry: EachEntry | undefined): readonly string[];
  /** Reports what was not found, once for all units. To be called after the last unit. */
  finish(): void;
}

/**
 * The needs of a migration's units: declared ones and units whose outputs `with` refers to. What does not depend on `each`
 * is resolved once and shared by all units.
 */
export function createNeedsResolver(
  migration: Migration,
  template: Template,
  index: UnitIndex,
  findings: Findings,
): NeedsResolver {
  const edges = [
    ...migration.needs.map((need, position) => declaredEdge(migration, need, position)),
    ...template.outputReferences.map((output) => outputEdge(migration, output)),
  ];
  const resolver: EdgeResolver = { migration, index, findings, misses: new Map() };
  for (const output of template.outputReferences) checkOutputName(output, resolver);
  const places = new Map<string, Edge['place']>();
  for (const edge of edges) {
    const need = edge.keyOf === undefined ? resolveShared(edge, resolver) : undefined;
    if (need !== undefined) places.set(need, edge.place);
  }
  const shared = [...places.keys()];
  const varying = edges.filter((edge) => edge.keyOf !== undefined);
  return {
    resolve(address, entry) {
      const own = places.get(address);
      if (own !== undefined) reportSelf(own, address, findings);
      if (varying.length === 0 || entry === undefined) return shared;
      const more = varying.flatMap((edge) => resolveVarying(edge, address, entry, resolver) ?? []);
      return [...new Set([...shared, ...more])];
    },
    finish() {
      for (const [edge, miss] of resolver.misses) reportMiss(edge, miss, resolver);
    },
  };
}

/** One `needs:` entry or one reference to an output. */
interface Edge {
  readonly needed: string;
  /** A fixed key; undefined for all units, or when it varies. */
  readonly key: string | undefined;
  readonly keyOf: ((entry: EachEntry) => Value) | undefined;
  /** References name one unit; needs may name all. */
  readonly isOutput: boolean;
  readonly place: Pick<Finding, 'path' | 'at'>;
}

interface EdgeResolver {
  readonly migration: Migration;
  readonly index: UnitIndex;
  readonly findings: Findings;
  /** Units that were not found, by the edge that names them. */
  readonly misses: Map<Edge, Miss>;
}

interface Miss {
  readonly needed: Migration;
  readonly key: string;
  /** The first unit that needs it; undefined when all do. */
  readonly unit: string | undefined;
  count: number;
}

function declaredEdge(migration: Migration, need: Need, position: number): Edge {
  const key = need.key === undefined ? undefined : parseTemplate(need.key).value;
  const template = key === undefined ? undefined : compileTemplate(key);
  return {
    needed: need.migration,
    key: typeof key === 'string' ? key : undefined,
    keyOf: template?.dependsOnEach === true ? template.fill : undefined,
    isOutput: false,
    place: { path: ['migrations', migration.name, 'needs', position] },
  };
}

function outputEdge(migration: Migration, { reference, path }: OutputReference): Edge {
  const place = { path: ['migrations', migration.name, 'with', ...path], at: reference };
  if (reference instanceof KeyedOutput) {
    const { fill } = compileTemplate(reference.each);
    return { needed: reference.migration, key: undefined, keyOf: fill, isOutput: true, place };
  }
  const address = parseUnitAddress(reference.path[1] ?? '');
  return { needed: address.migration, key: address.key, keyOf: undefined, isOutput: true, place };
}

function checkOutputName({ reference, path }: OutputReference, { migration, index, findings }: EdgeResolver): void {
  const needed = index.find(parseUnitAddress(reference.path[1] ?? '').migration);
  const name = reference.path[3] ?? '';
  const known = needed === undefined ? undefined : index.outputsOf(needed);
  if (needed === undefined || known === undefined || known.includes(name)) return;
  const suggestion = suggest(name, known);
  findings.add({
    code: 'PLAN_REFERENCE_UNKNOWN',
    path: ['migrations', migration.name, 'with', ...path],
    at: reference,
    summary: `unknown output \`${name}\``,
    detail: `${needed.provider}.${needed.recipe} ${known.length === 0 ? 'has no outputs' : `has the outputs ${known.join(', ')}`}.`,
    hint: suggestion === undefined ? 'Refer to an output that it has.' : `did you mean \`${suggestion}\`?`,
  });
}

function resolveShared(edge: Edge, resolver: EdgeResolver): string | undefined {
  const needed = findMigration(edge, resolver);
  if (needed === undefined) return undefined;
  if (edge.key !== undefined) return resolveKey(edge, needed, edge.key, resolver);
  if (needed.forEach === undefined) return needed.name;
  if (edge.isOutput) reportMissingKey(edge, needed, resolver);
  else if (needed === resolver.migration) reportSelf(edge.place, needed.name, resolver.findings);
  // Needing all units of none is no need.
  return edge.isOutput || needed.forEach.length === 0 ? undefined : `${needed.name}[*]`;
}

function resolveVarying(edge: Edge, address: string, entry: EachEntry, resolver: EdgeResolver): string | undefined {
  const needed = findMigration(edge, resolver);
  const key = edge.keyOf?.(entry);
  if (needed === undefined || (typeof key !== 'string' && typeof key !== 'number')) return undefined;
  const need = resolveKey(edge, needed, String(key), resolver, address);
  if (need === address) reportSelf(edge.place, address, resolver.findings);
  return need;
}

function resolveKey(
  edge: Edge,
  needed: Migration,
  key: string,
  { index, misses }: EdgeResolver,
  unit?: string,
): string | undefined {
  if (needed.forEach !== undefined && index.keysOf(needed).has(key)) return unitAddress(needed.name, key);
  const known = misses.get(edge);
  if (known === undefined) misses.set(edge, { needed, key, unit, count: 1 });
  else known.count += 1;
  return undefined;
}

function reportMiss(edge: Edge, { needed, key, unit, count }: Miss, { index, findings }: EdgeResolver): void {
  if (findings.isFull()) return;
  const has =
    needed.forEach === undefined ? 'has no `for_each`, so it is one unit without a key' : 'has no unit with this key';
  const more = count > 1 ? `, and ${count - 1} more units name one that does not exist` : '';
  findings.add({
    ...edge.place,
    code: edge.isOutput ? 'PLAN_REFERENCE_UNKNOWN' : 'GRAPH_NEEDS_UNKNOWN',
    summary: `unknown unit \`${needed.name}[${shorten(key)}]\``,
    detail: `The migration \`${needed.name}\` ${has}.${unit === undefined ? '' : ` Unit ${unit} needs it${more}.`}`,
    hint: hintForKey(needed, suggest(key, index.keysOf(needed))),
  });
}

function hintForKey(needed: Migration, suggestion: string | undefined): string {
  if (suggestion !== undefined) return `did you mean \`${needed.name}[${suggestion}]\`?`;
  return needed.forEach === undefined
    ? `Write \`${needed.name}\`.`
    : `Write a key of \`for_each\` of \`${needed.name}\`.`;
}

function findMigration(edge: Edge, { index, findings }: EdgeResolver): Migration | undefined {
  const found = index.find(edge.needed);
  // An unknown migration in a reference was reported when the plan was loaded.
  if (found !== undefined || edge.isOutput || index.isUnusable(edge.needed)) return found;
  const suggestion = suggest(edge.needed, index.names);
  findings.add({
    ...edge.place,
    code: 'GRAPH_NEEDS_UNKNOWN',
    summary: `unknown migration \`${edge.needed}\``,
    detail: '`needs` names migrations of this plan, and there is none of this name.',
    hint: suggestion === undefined ? 'Write the name of a migration.' : `did you mean \`${suggestion}\`?`,
  });
  return undefined;
}

function reportMissingKey(edge: Edge, needed: Migration, { findings }: EdgeResolver): void {
  const first = needed.forEach?.[0]?.key ?? 'key';
  findings.add({
    ...edge.place,
    code: 'PLAN_REFERENCE_UNKNOWN',
    summary: `which unit of \`${needed.name}\`?`,
    detail: `\`${needed.name}\` has a \`for_each\`, so each of its units has outputs of its own.`,
    hint: `Name the unit, such as \`migrations.${needed.name}[${first}].outputs.…\`, or \`[each.key]\` for the unit with the same key.`,
  });
}

function reportSelf(place: Pick<Finding, 'path' | 'at'>, address: string, findings: Findings): void {
  findings.add({
    ...place,
    code: 'PLAN_NEEDS_SELF',
    summary: `\`${address}\` needs itself`,
    detail: 'A unit that waits for itself would never start.',
    hint: 'Remove the need, or name another unit.',
  });
}
