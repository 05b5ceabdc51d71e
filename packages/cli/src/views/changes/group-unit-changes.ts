import type { FieldChange, UnitChange, UnitFieldChange } from '@waybill/core/internal';
import { KEY, keyOf, LEAST_KEY_LENGTH, migrationOf } from '../folds/unit-key.ts';
import { describePair } from './change-words.ts';

/** Units of which the same changed, whatever their keys are. */
export interface UnitChangeGroup {
  readonly units: readonly string[];
  /** `from address 10.0.0.1 → 10.0.0.2`, of several units with `<key>` in the place of their keys. */
  readonly lines: readonly string[];
}

export interface GroupOptions {
  readonly concerns: UnitFieldChange['concerns'];
  readonly arrow: string;
}

/** What changed of units, said once for all of which the same did. */
export function groupUnitChanges(
  changes: readonly UnitChange[],
  { concerns, arrow }: GroupOptions,
): readonly UnitChangeGroup[] {
  const groups = new Map<string, { readonly units: string[]; readonly lines: readonly string[] }>();
  for (const { address, fields } of changes) {
    const lines = linesOf(
      fields.filter((field) => field.concerns === concerns && isNews(field)),
      arrow,
    );
    if (lines.length === 0) continue;
    const key = JSON.stringify([migrationOf(address), lines.map((line) => withoutKey(line, address))]);
    const group = groups.get(key) ?? { units: [], lines };
    group.units.push(address);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ units, lines }) => ({
    units,
    lines: units.length === 1 ? lines : lines.map((line) => withoutKey(line, units[0] ?? '')),
  }));
}

/** That a step is ready or blocked follows from what it waits for. */
function isNews({ path, after }: UnitFieldChange): boolean {
  return path[0] !== 'steps' || path[2] !== 'state' || ENDED.has(after);
}

const ENDED: ReadonlySet<unknown> = new Set(['succeeded', 'failed', 'unknown', 'skipped']);

/** What a value is said to be, once: a step whose request carries the same new value is named with it. */
function linesOf(fields: readonly UnitFieldChange[], arrow: string): readonly string[] {
  const shown = hidden(fields).toSorted((one, other) => rankOf(one) - rankOf(other));
  const byPair = Map.groupBy(shown, ({ before, after }) => JSON.stringify([before ?? null, after ?? null]));
  return [...byPair.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    const steps = [...new Set(others.flatMap(({ path }) => (path[0] === 'steps' ? (path[1] ?? []) : [])))];
    const also = steps.filter((step) => step !== first.path[1]);
    return [`${describe(first, arrow)}${also.length === 0 ? '' : ` (also in ${nameSteps(also)})`}`];
  });
}

const SHOWN_STEPS = 3;

function nameSteps(steps: readonly string[]): string {
  const more = steps.length - SHOWN_STEPS;
  return `${steps.slice(0, SHOWN_STEPS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Hashes and orders say nothing where the values that they follow from are shown. */
function hidden(fields: readonly UnitFieldChange[]): readonly UnitFieldChange[] {
  const plain = fields.filter((field) => !isDerived(field));
  return plain.length > 0 ? plain : fields;
}

function isDerived({ path }: FieldChange): boolean {
  const last = path.at(-1) ?? '';
  return ['fingerprint', 'row', 'fact_order', 'step_order', 'title'].includes(last);
}

/** Places first: from where to where is what a reader asks. */
function rankOf({ path }: FieldChange): number {
  if (path[0] === 'from') return 0;
  return path[0] === 'to' ? 1 : 2;
}

function describe(field: FieldChange, arrow: string): string {
  const { path, before, after } = field;
  const [first = '', second = '', third = ''] = path;
  if (first === 'steps' && path.length === 2) return `step ${second} is ${before === undefined ? 'new' : 'gone'}`;
  if (first === 'steps' && third === 'fingerprint') return `step ${second} has a different meaning`;
  if (first === 'row') return 'a value of its row';
  if (first === 'level') return `level ${levelOf(before)} ${arrow} ${levelOf(after)}`;
  return `${labelOf(path)} ${describePair(field, arrow)}`;
}

/** Levels are counted from 1 where people read them. */
function levelOf(value: unknown): string {
  return typeof value === 'number' ? `${value + 1}` : 'none';
}

/** `from address`, `create: body sourceCluster.endpoint`, `create: title`. */
function labelOf(path: readonly string[]): string {
  const [first = '', second = '', third = '', ...rest] = path;
  if (first === 'from' || first === 'to') {
    if (second === 'facts') return `${first} ${[third, ...rest].join('.')}`;
    return second === 'label' || second === '' ? first : `${first} ${second}`;
  }
  if (first !== 'steps') return path.join('.');
  if (third !== 'request') return `${second}: ${[third, ...rest].join('.')}`;
  const [part = 'request', ...inside] = rest;
  return `${second}: ${part}${inside.length === 0 ? '' : ` ${inside.join('.')}`}`;
}

function withoutKey(line: string, address: string): string {
  const key = keyOf(address);
  return key === undefined || key.length < LEAST_KEY_LENGTH ? line : line.replaceAll(key, KEY);
}
