import type { ErrorObject } from 'ajv/dist/2020.js';
import { KeyedReference } from '../../value/keyed-reference.ts';
import {
  Interpolation,
  isDeferred,
  isJsonObject,
  type Json,
  Reference,
  type Value,
  type ValueObject,
} from '../../value/value.ts';
import type { EachEntry } from '../plan.ts';
import { type KnownConnections, validatorOf } from '../schema/schema-validator.ts';
import { compileTemplate } from './compile-template.ts';
import { createRefill } from './refill-template.ts';

/** Rounds of trying other stand-ins before giving up and checking every unit slowly. */
const MAX_ROUNDS = 24;

/** Tried for a leaf that is not known, after what the schema itself offers. */
const STAND_INS: readonly Json[] = ['x', 'stand-in-1', '1', 1, true, {}, [], '127.0.0.1:6379', 'http://127.0.0.1:9200'];

/**
 * A check that says "certainly right" (true) or "look closer" (false), for migrations with very many units. Leaves that
 * are not known yet are replaced by stand-ins under which the first unit is valid: a unit that is valid with them can be
 * valid, which is all that can be said before its secrets are known. Undefined when no stand-ins are found.
 */
export function createQuickCheck(
  { source, entries = [] }: { readonly source: ValueObject; readonly entries: readonly EachEntry[] | undefined },
  schema: object,
  connections: KnownConnections,
): ((entry: EachEntry) => boolean) | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  const validator = validatorOf(schema);
  const choices: Choices = new Map();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const template = compileTemplate(standIn(source, '', choices));
    const errors = validator.validate(template.fill(first), connections);
    if (errors.length === 0) {
      const refill = createRefill(template, first);
      return (entry) => validator.accepts(refill(entry), connections);
    }
    if (!chooseOthers(errors, choices)) return undefined;
  }
  return undefined;
}

/** By JSON pointer of the leaf. */
type Choices = Map<string, Choice>;

interface Choice {
  readonly options: readonly Json[];
  readonly next: number;
}

/** The value with a stand-in for each leaf that is not known even when `each` is. */
function standIn(value: Value, pointer: string, choices: Choices): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isDeferred(value)) {
    if (isFilledByEach(value)) return value;
    const choice = choices.get(pointer) ?? { options: STAND_INS, next: 0 };
    choices.set(pointer, choice);
    return choice.options[choice.next] ?? null;
  }
  if (Array.isArray(value)) {
    return value.map((item: Value, index) => standIn(item, `${pointer}/${index}`, choices));
  }
  const entries = Object.entries(value as ValueObject);
  return Object.fromEntries(
    entries.map(([key, child]) => [key, standIn(child, `${pointer}/${escapePointer(key)}`, choices)]),
  );
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isFilledByEach(value: Value): boolean {
  if (value instanceof Interpolation)
    return value.parts.every((part) => typeof part === 'string' || isFilledByEach(part));
  return value instanceof Reference && !(value instanceof KeyedReference) && value.path[0] === 'each';
}

/** Another stand-in for each leaf that a violation points at; false when there is none left to try. */
function chooseOthers(errors: readonly ErrorObject[], choices: Choices): boolean {
  const blamed = new Map<string, ErrorObject>();
  for (const error of errors) if (choices.has(error.instancePath)) blamed.set(error.instancePath, error);
  for (const [pointer, error] of blamed) {
    const choice = choices.get(pointer);
    if (choice === undefined) continue;
    const offered = choice.options === STAND_INS ? offersOf(error.parentSchema) : [];
    const next =
      offered.length > 0 ? { options: [...offered, ...STAND_INS], next: 0 } : { ...choice, next: choice.next + 1 };
    if (next.next >= next.options.length) return false;
    choices.set(pointer, next);
  }
  return blamed.size > 0;
}

/** Values that the schema itself names. */
function offersOf(schema: unknown): readonly Json[] {
  if (!isJsonObject(schema)) return [];
  const lists = [schema.enum, schema.examples].flatMap((list) =>
    Array.isArray(list) ? (list as readonly Json[]) : [],
  );
  const single = [schema.const, schema.default].filter((value) => value !== undefined);
  return [...single, ...lists].filter((value) => typeof value !== 'string' || !value.includes('${{'));
}
