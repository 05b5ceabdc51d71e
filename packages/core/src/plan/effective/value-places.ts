import type { SourceRange } from '../../diagnostics/diagnostic.ts';
import { defined } from '../../value/defined.ts';
import { KeyedReference } from '../../value/keyed-reference.ts';
import { collectReferences, isDeferred, type Reference, type Value } from '../../value/value.ts';
import { dependsOnEach } from '../expand/compile-template.ts';
import type { KeyPath } from '../key-path.ts';
import type { WrittenPlan } from '../load/load-plan.ts';
import { writtenAt } from '../load/merge-defaults.ts';
import type { EachEntry, Inventory, Migration } from '../plan.ts';
import type { ValueSource, WrittenPlace } from './effective-value.ts';

/** What `each` stands for in one unit. */
export interface EachScope {
  readonly migration: Migration;
  readonly entry: EachEntry;
  /** Of the entry. */
  readonly index: number;
}

/** Finds where the values of a plan come from. */
export class ValuePlaces {
  readonly #written: WrittenPlan;

  constructor(written: WrittenPlan) {
    this.#written = written;
  }

  /** Of what is at a path of the merged document: where it is written, and where what its references stand for comes from. */
  sourcesAt(path: KeyPath, each?: EachScope): readonly ValueSource[] {
    const value = deferredOn(this.#written.merged.root, path);
    const references = value === undefined ? [] : collectReferences(value);
    return [this.#writtenSource(path), ...references.flatMap((reference) => this.#sourcesOf(reference, each))];
  }

  /** Where the value of an input comes from; of its default, a field. */
  ofInput(input: string, fields: readonly string[] = []): ValueSource {
    const { variables, places, document } = this.#written;
    if (variables.has(input)) return { kind: 'variable', input };
    const given = places.get(input);
    if (given !== undefined) return { kind: 'environment', input, place: toPlace(given.file, given.range) };
    return {
      kind: 'input-default',
      input,
      place: this.#locate(['inputs', input, 'default', ...fields], document.source),
    };
  }

  #sourcesOf(reference: Reference, each: EachScope | undefined): readonly ValueSource[] {
    const [root, name = '', ...fields] = reference.path;
    if (root === 'inputs') return [this.ofInput(name, fields)];
    return each !== undefined && dependsOnEach(reference) ? this.#ofEach(reference, each) : [];
  }

  #ofEach(reference: Reference, { migration, entry, index }: EachScope): readonly ValueSource[] {
    const each = reference instanceof KeyedReference ? reference.each : reference;
    const [, part, ...fields] = each.path;
    const name = each.path.join('.');
    const { inventory } = migration;
    if (inventory !== undefined) return [rowSource(name, part === 'key' ? undefined : fields[0], { inventory, index })];
    const path = ['migrations', migration.name, 'for_each'];
    const list = this.#valueAt(path);
    if (isDeferred(list)) return collectReferences(list).flatMap((input) => this.#sourcesOf(input, undefined));
    const at = Array.isArray(list) ? [...path, index] : [...path, entry.key, ...(part === 'key' ? [] : fields)];
    const place = this.#locate(at, this.#written.merged.source, part === 'key' ? 'key' : 'value');
    const inputs = this.sourcesAt(at).slice(1);
    return [{ kind: 'row', reference: name, place }, ...(part === 'key' && !Array.isArray(list) ? [] : inputs)];
  }

  #writtenSource(path: KeyPath): ValueSource {
    const { document } = this.#written;
    const at = writtenAt(path, document.root);
    const place = this.#locate(at, document.source);
    const [section, key, block] = at;
    if (section === 'defaults' && key !== 'with') return { kind: 'defaults', place };
    const range = document.source.takenOverAt(at);
    const takenOver = range === undefined ? undefined : toPlace(document.source.file, range);
    if (section !== 'defaults') return { kind: 'plan', place, ...defined({ takenOver }) };
    return { kind: 'shared', block: String(block), place, ...defined({ takenOver }) };
  }

  #locate(path: KeyPath, source: WrittenPlan['document']['source'], at: 'key' | 'value' = 'value'): WrittenPlace {
    return toPlace(source.file, source.locate(path, at));
  }

  #valueAt(path: KeyPath): Value {
    let value: Value | undefined = this.#written.merged.root;
    for (const key of path) value = childOf(value, key);
    return value ?? null;
  }
}

function rowSource(
  reference: string,
  field: string | undefined,
  { inventory, index }: { readonly inventory: Inventory; readonly index: number },
): ValueSource {
  const column = field === undefined ? inventory.keyColumn : field;
  const isColumn = column !== undefined && inventory.columns.includes(column);
  return {
    kind: 'row',
    reference,
    place: toPlace(inventory.file, inventory.locate(index, isColumn ? column : undefined)),
  };
}

/** The reference, or text with references, that is at a path or on the way to it. */
function deferredOn(root: Value, path: KeyPath): Value | undefined {
  let value: Value | undefined = root;
  for (const key of path) {
    if (isDeferred(value)) return value;
    value = childOf(value, key);
  }
  return isDeferred(value) ? value : undefined;
}

function childOf(value: Value | undefined, key: string | number): Value | undefined {
  if (typeof value !== 'object' || value === null || isDeferred(value) || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, Value>>)[String(key)];
}

/** A document without places begins at its first character. */
function toPlace(file: string, range: SourceRange | undefined): WrittenPlace {
  const { line, column } = range?.start ?? { line: 1, column: 1 };
  return { file, line, column };
}
