import type { PreviewChanges } from '@waybill/core';
import type { CheckAnswer, ComparedUnit, FieldChange, InventoryChange } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { describePlace } from '../folds/describe-place.ts';
import { describeField } from './change-words.ts';
import { groupUnitChanges, type UnitChangeGroup } from './group-unit-changes.ts';

/** One heading with what changed below it, for text and Markdown alike. */
export interface ChangeSection {
  readonly title: string;
  readonly items: readonly ChangeItem[];
}

export interface ChangeItem {
  readonly sign: '+' | '-' | '~';
  /** Names from the plan, which views show as such. */
  readonly names: readonly string[];
  readonly text: string;
  /** Lines below it. */
  readonly details: readonly string[];
}

/** What changed, in the order in which a reviewer asks. Sections without changes are left out. */
export function changeSections(changes: PreviewChanges, arrow: string): readonly ChangeSection[] {
  const { units } = changes;
  const groups = (concerns: 'meaning' | 'order' | 'progress') =>
    groupUnitChanges(units.changed, { concerns, arrow }).map(groupItem);
  const fields = (list: readonly FieldChange[]) => list.map((field) => fieldItem(field, arrow));
  const sections: readonly (readonly [string, readonly ChangeItem[]])[] = [
    [
      'Units',
      [
        ...units.moved.map((move) => item('~', [move.to], `was ${move.from}`)),
        ...groups('meaning'),
        ...units.added.map((unit) => unitItem('+', unit, arrow)),
        ...units.removed.map((unit) => unitItem('-', unit, arrow)),
      ],
    ],
    [
      'Order',
      [...groups('order'), ...(units.is_reordered ? [item('~', [], 'units are listed in a different order')] : [])],
    ],
    ['Connections', fields(changes.connections)],
    ['Limits', fields(changes.limits)],
    ['Inputs', fields(changes.inputs)],
    ['Inventories', changes.inventories.map((inventory) => inventoryItem(inventory, arrow))],
    ['Migrations', fields(changes.migrations)],
    ['Checks', changes.checks.map((check) => checkItem(check, arrow))],
    [
      'Warnings',
      [
        ...changes.warnings.added.map((warning) => item('+', [], `${warning.summary}: ${warning.detail}`)),
        ...changes.warnings.removed.map((warning) => item('-', [], warning.summary)),
      ],
    ],
    ['Estimate', fields(changes.estimate)],
    ['Totals', fields(changes.totals)],
    ['Secrets', fields(changes.secrets)],
    ['Selection', fields(changes.selection)],
    ['Versions', fields(changes.versions)],
    ['Plan', fields(changes.document)],
    ['Progress', [...fields(changes.state), ...groups('progress')]],
    ['Not shown', changes.unexplained.map((what) => item('~', [], UNEXPLAINED[what]))],
  ];
  return sections.filter(([, items]) => items.length > 0).map(([title, items]) => ({ title, items }));
}

const UNEXPLAINED = {
  steps:
    'steps differ, but one of the previews holds no requests that would show how: previews of large plans keep none',
  plan: 'the plan was edited in settings that no preview shows, such as retries or timeouts',
} as const;

/** `2 changed, 1 added, 1 removed of 346 units`; what is nothing is left out. */
export function describeUnitCounts({ units, after }: PreviewChanges): string {
  const changed = units.changed.filter(({ fields }) => fields.some(({ concerns }) => concerns === 'meaning'));
  const parts = [
    [changed.length, 'changed'],
    [units.added.length, 'added'],
    [units.removed.length, 'removed'],
    [units.moved.length, 'renamed'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return said.length === 0
    ? `the ${counted(after.units, 'unit')} mean the same`
    : `${said.join(', ')}, of ${counted(after.units, 'unit')}`;
}

function item(
  sign: ChangeItem['sign'],
  names: readonly string[],
  text: string,
  details: readonly string[] = [],
): ChangeItem {
  return { sign, names, text, details };
}

function groupItem({ units, lines }: UnitChangeGroup): ChangeItem {
  return item('~', units, '', lines);
}

function unitItem(sign: '+' | '-', { address, from, to }: ComparedUnit, arrow: string): ChangeItem {
  const places = [from, to].map((place) => (place === undefined ? '' : describePlace(place)));
  const [left = '', right = ''] = places;
  return item(sign, [address], left === '' || right === '' ? left || right : `${left} ${arrow} ${right}`);
}

/** The first name is what the value belongs to; a value of the whole has none. */
function fieldItem(field: FieldChange, arrow: string): ChangeItem {
  const [owner = '', ...rest] = field.path;
  const sign = field.before === undefined ? '+' : field.after === undefined ? '-' : '~';
  if (rest.length === 0) return item(sign, [], describeField(field, { label: LABELS[owner] ?? owner, arrow }));
  return item(
    sign,
    [owner],
    describeField(field, { label: rest.map((name) => LABELS[name] ?? name).join('.'), arrow }),
  );
}

const LABELS: Readonly<Record<string, string>> = {
  p50_ms: 'P50',
  p90_ms: 'P90',
  lower_bound_ms: 'lower bound by the limits',
  way_back: 'rollback',
  id: 'state',
  serial: 'record of the state',
  steps_done: 'steps done',
};

function inventoryItem({ migration, before, after, ...rows }: InventoryChange, arrow: string): ChangeItem {
  const file = before === after ? (after ?? '') : `${before ?? 'nothing'} ${arrow} ${after ?? 'nothing'}`;
  const counts = [
    [rows.added.length, 'added'],
    [rows.removed.length, 'removed'],
    [rows.changed.length, 'changed'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${counted(count, 'row')} ${what}`);
  return item('~', [migration], [file, ...said].join(', '));
}

function checkItem(
  { check, provider, units, before, after }: PreviewChanges['checks'][number],
  arrow: string,
): ChangeItem {
  const sign = before === null ? '+' : after === null ? '-' : '~';
  const name = provider === undefined ? check : `${provider} ${check}`;
  const lines = [before, after].flatMap((answer, at) =>
    answer === null || answer.detail === '' ? [] : [`${at === 0 ? 'was' : 'is'}: ${answer.detail}`],
  );
  return item(sign, units, `${name}: ${verdictOf(before)} ${arrow} ${verdictOf(after)}`, lines);
}

function verdictOf(answer: CheckAnswer | null): string {
  if (answer === null) return 'not there';
  return answer.verdict === 'unasked' ? 'not run' : answer.verdict;
}
