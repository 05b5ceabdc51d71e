import type { Json } from '../../value/value.ts';
import type { PreviewUnit } from '../preview.ts';
import { compareFields, withoutSecrets } from './compare-fields.ts';
import { flatUnit } from './flat-unit.ts';
import type { ComparedUnit, FieldChange, UnitChange, UnitChanges, UnitConcern } from './preview-changes.ts';

/** Units of the later preview by those that they were in the earlier one. */
export interface PairedUnits {
  readonly pairs: readonly UnitPair[];
  readonly added: readonly PreviewUnit[];
  readonly removed: readonly PreviewUnit[];
}

export interface UnitPair {
  readonly before: PreviewUnit;
  readonly after: PreviewUnit;
}

/**
 * Pairs units by address, and those that the plan has renamed since by the addresses that they had. A unit that took the
 * place of a renamed one is new.
 */
export function pairUnits(before: readonly PreviewUnit[], after: readonly PreviewUnit[]): PairedUnits {
  const left = new Map(before.map((unit) => [unit.address, unit]));
  const found = new Map<string, PreviewUnit>();
  for (const { address, formerly = [] } of after) {
    if (left.has(address)) continue;
    const earlier = formerly.toReversed().find((old) => left.has(old));
    const unit = earlier === undefined ? undefined : left.get(earlier);
    if (unit === undefined) continue;
    found.set(address, unit);
    left.delete(unit.address);
  }
  for (const { address } of after) {
    const unit = left.get(address);
    if (unit === undefined) continue;
    found.set(address, unit);
    left.delete(address);
  }
  return {
    pairs: after.flatMap((unit) => {
      const earlier = found.get(unit.address);
      return earlier === undefined ? [] : [{ before: earlier, after: unit }];
    }),
    added: after.filter(({ address }) => !found.has(address)),
    removed: [...left.values()],
  };
}

export function compareUnits({ pairs, added, removed }: PairedUnits, before: readonly PreviewUnit[]): UnitChanges {
  const moved = pairs
    .filter((pair) => pair.before.address !== pair.after.address)
    .map((pair) => ({ from: pair.before.address, to: pair.after.address }));
  return {
    added: byAddress(added.map(comparedUnit)),
    removed: byAddress(removed.map(comparedUnit)),
    moved: moved.toSorted((one, other) => compareText(one.to, other.to)),
    changed: byAddress(pairs.flatMap(compareUnit)),
    is_reordered: isReordered(pairs, before),
  };
}

function compareUnit({ before, after }: UnitPair): readonly UnitChange[] {
  const fields = withoutOutlines(compareFields(flatUnit(before), flatUnit(after)));
  if (fields.length === 0) return [];
  return [{ address: after.address, fields: fields.map((field) => ({ ...field, concerns: concernOf(field.path) })) }];
}

/**
 * A preview of a large plan has neither fingerprints nor requests: of a step that has its fingerprint on one side only
 * neither is compared.
 */
function withoutOutlines(fields: readonly FieldChange[]): readonly FieldChange[] {
  const outlined = new Set(
    fields.flatMap((field) => (isOf(field, 'fingerprint') && isOneSided(field) ? [field.path[1]] : [])),
  );
  if (outlined.size === 0) return fields;
  return fields.filter(
    (field) => !(outlined.has(field.path[1]) && (isOf(field, 'fingerprint') || isOf(field, 'request'))),
  );
}

function isOf({ path }: FieldChange, member: string): boolean {
  return path[0] === 'steps' && path[2] === member;
}

function isOneSided({ before, after }: FieldChange): boolean {
  return before === undefined || after === undefined;
}

const ORDER: ReadonlySet<string> = new Set(['level', 'needs', 'step_order']);

function concernOf(path: readonly string[]): UnitConcern {
  const [first = '', , member] = path;
  const name = first === 'steps' ? (member ?? '') : first;
  if (name === 'state') return 'progress';
  return ORDER.has(name) ? 'order' : 'meaning';
}

function comparedUnit({ simulated: _simulated, ...unit }: PreviewUnit): ComparedUnit {
  return withoutSecrets(unit as unknown as Json) as unknown as ComparedUnit;
}

function isReordered(pairs: readonly UnitPair[], before: readonly PreviewUnit[]): boolean {
  const places = new Map(before.map(({ address }, at) => [address, at]));
  let last = -1;
  for (const pair of pairs) {
    const place = places.get(pair.before.address) ?? last;
    if (place < last) return true;
    last = place;
  }
  return false;
}

export function byAddress<Item extends { readonly address: string }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => compareText(one.address, other.address));
}

/** By UTF-16 code units, so that it is the same on every machine. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
