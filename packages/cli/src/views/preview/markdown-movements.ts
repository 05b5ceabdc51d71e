import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { groupMovements, type MovementGroup, whereItLeads } from '../folds/group-movements.ts';
import { keyOf } from '../folds/unit-key.ts';
import type { Section } from './fit-sections.ts';
import { markdownCode as code, markdownTable, markdownTableParts, markdownText as text } from './markdown-text.ts';

/** A group with the name under which its units are listed: `orders`, or `orders 2` where a migration has several. */
interface NamedGroup {
  readonly group: MovementGroup;
  readonly name: string;
}

/** From where to where, with what the units of a migration share said once, and where the connections lead. */
export function renderMovements(preview: Preview): readonly string[] {
  const rows = nameGroups(preview).map(({ group, name }) => [
    code(name),
    formatCount(group.units),
    placeCell(group.from, group, 'from'),
    placeCell(group.to, group, 'to'),
  ]);
  const uses = new Map(preview.providers.map(({ alias }) => [alias, kindsOn(preview, alias)]));
  const connections = preview.providers.map(
    (provider) =>
      `- ${code(provider.alias)} is ${text(provider.type)} ${code(whereItLeads(provider))}${uses.get(provider.alias) ?? ''}`,
  );
  return [...markdownTable(['migration', 'units', 'from', 'to'], rows), '', ...connections];
}

/** Which migrations use a connection, by the kind. */
function kindsOn({ migrations }: Preview, alias: string): string {
  const own = migrations.filter(({ uses }) => uses.startsWith(`${alias}.`));
  const kinds = [...Map.groupBy(own, ({ uses }) => uses.slice(alias.length + 1))].map(
    ([kind, members]) => `${code(kind)} of ${members.map(({ name }) => code(name)).join(', ')}`,
  );
  return kinds.length === 0 ? '' : `: ${kinds.join('; ')}`;
}

function placeCell(place: string | undefined, { columns }: MovementGroup, side: 'from' | 'to'): string {
  const differing = columns
    .filter((column) => column.startsWith(`${side} `))
    .map((column) => column.slice(side.length + 1));
  const own = differing.length === 0 ? '' : `, ${differing.map(text).join(' and ')} below`;
  return place === undefined ? '' : `${code(place)}${own}`;
}

/** The units of each group: by what differs between them, or by their keys. */
export function movementSections(preview: Preview, importance: number): readonly Section[] {
  return nameGroups(preview).flatMap(({ group, name }) => {
    if (group.rows.length > 0) return [rowsOf(group, name, importance)];
    return group.keys.length < 2 ? [] : [keysOf(group, name, importance)];
  });
}

function rowsOf({ rows, columns, units }: MovementGroup, name: string, importance: number): Section {
  const { head, lines } = markdownTableParts(
    [name, ...columns].map(text),
    rows.map(({ unit, cells }) => [code(keyOf(unit) ?? unit), ...cells.map(code)]),
  );
  return {
    name: `places of ${code(name)}`,
    importance,
    before: `${openFold(`${name}: from → to of ${counted(units, 'unit')}`)}${head}`,
    items: lines,
    after: CLOSE_FOLD,
  };
}

function keysOf({ keys, units }: MovementGroup, name: string, importance: number): Section {
  return {
    name: `keys of ${code(name)}`,
    importance,
    before: openFold(`${name}: the keys of ${counted(units, 'unit')}`),
    items: keys.map((key, at) => (at === 0 ? code(key) : `, ${code(key)}`)),
    after: `\n${CLOSE_FOLD}`,
  };
}

function nameGroups(preview: Preview): readonly NamedGroup[] {
  const groups = Map.groupBy(groupMovements(preview), ({ migration }) => migration);
  return [...groups].flatMap(([migration, all]) =>
    all.map((group, at) => ({ group, name: all.length > 1 ? `${migration} ${at + 1}` : migration })),
  );
}

function openFold(summary: string): string {
  return `<details>\n<summary>${text(summary)}</summary>\n\n`;
}

const CLOSE_FOLD = '\n</details>\n';
