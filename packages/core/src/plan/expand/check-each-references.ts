import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { listColumns } from '../inventory/list-columns.ts';
import type { EachEntry, Inventory, Migration } from '../plan.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { columnOf, type EachReference, type Template } from './compile-template.ts';
import { unitAddress } from './unit-address.ts';

/** Every field of `each.value` that the template names is there in every entry, and text where it stands in text. */
export function checkEachReferences(
  migration: Migration,
  template: Template,
  path: readonly string[],
  findings: Findings,
): void {
  const { inventory } = migration;
  const unknown = new Map<string, UnknownColumn>();
  for (const each of template.eachReferences) {
    const { path: inside, reference, lookUp, isInText } = each;
    const entries = migration.forEach ?? [];
    const missing = entries.filter((entry) => lookUp(entry) === undefined);
    const untextual = isInText ? entries.filter((entry) => typeof (lookUp(entry) ?? '') === 'object') : [];
    const at = { path: [...path, ...inside], at: reference };
    const column = unknownColumnOf(each, migration);
    if (missing[0] !== undefined && column !== undefined && inventory !== undefined) {
      const known = unknown.get(column);
      if (known === undefined) unknown.set(column, { at, count: 1, inventory });
      else known.count += 1;
    } else if (missing[0] !== undefined) findings.add({ ...at, ...missingWords(each, migration, missing) });
    if (untextual[0] !== undefined) {
      findings.add({
        ...at,
        code: 'PLAN_REFERENCE_TYPE',
        summary: 'a list, a map or nothing inside a text',
        detail: `\`${reference.toString()}\` is inside a longer text, but is not text, a number or a boolean for ${whichUnits(migration, untextual)}.`,
        hint: 'Let the reference be the whole value, or refer to one of its fields.',
      });
    }
  }
  for (const [column, found] of unknown) findings.add({ ...found.at, ...unknownColumn(column, found) });
}

/** A column is missing once, however many references mean it. */
interface UnknownColumn {
  readonly inventory: Inventory;
  /** The first reference to it. */
  readonly at: Pick<Finding, 'path' | 'at'>;
  count: number;
}

function unknownColumnOf(each: EachReference, { inventory }: Migration): string | undefined {
  const column = columnOf(each);
  return inventory === undefined || column === undefined || inventory.columns.includes(column) ? undefined : column;
}

type Words = Pick<Finding, 'code' | 'summary' | 'detail' | 'hint' | 'related'>;

function missingWords(each: EachReference, migration: Migration, missing: readonly EachEntry[]): Words {
  const { inventory } = migration;
  return {
    code: 'PLAN_REFERENCE_UNKNOWN',
    summary: 'field that `each.value` does not have',
    detail: `\`${each.reference.toString()}\` finds nothing in the entry of ${whichUnits(migration, missing)}.`,
    hint:
      inventory === undefined
        ? 'Add the field to the entry under `for_each:`, or correct the name.'
        : `Add the field to the row in ${inventory.file}, or correct the name.`,
    ...relatedRow(migration, missing[0]),
  };
}

function relatedRow({ forEach = [], inventory }: Migration, entry: EachEntry | undefined): Pick<Finding, 'related'> {
  if (inventory === undefined || entry === undefined) return {};
  const range = inventory.locate(forEach.indexOf(entry));
  return { related: [{ file: inventory.file, range, label: 'The first row without it' }] };
}

function unknownColumn(column: string, { inventory, count }: UnknownColumn): Words {
  const suggestion = suggest(column, inventory.columns);
  const more = count === 1 ? '' : ` ${count} references in this migration mean it; this is the first.`;
  return {
    code: 'PLAN_REFERENCE_UNKNOWN',
    summary: `unknown column \`${shorten(column)}\``,
    detail: `${inventory.file} has no column of this name. ${listColumns(inventory)}${more}`,
    hint: suggestion === undefined ? 'Refer to one of these columns.' : `did you mean \`${suggestion}\`?`,
  };
}

function whichUnits(migration: Migration, entries: readonly EachEntry[]): string {
  const first = unitAddress(migration.name, entries[0]?.key);
  return entries.length === 1 ? `unit ${first}` : `unit ${first} and ${entries.length - 1} more`;
}
