import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { describeConnection, groupMovements, type MovementGroup, type MovementRow } from '../folds/group-movements.ts';
import { hanging, paragraph } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { tableRows } from '../text/table.ts';
import { displayWidth, padEnd, visibleText } from '../text/visible-text.ts';

/** Rows of one migration that are shown without --units. */
const SHOWN_ROWS = 50;

/** What each migration moves, from where to where; what its units share is said once. */
export function renderMoves(preview: Preview, style: Style): readonly string[] {
  const groups = Map.groupBy(groupMovements(preview), ({ migration }) => migration);
  const rows = preview.migrations.map(({ name, units, uses, title }) => [name, counted(units, 'unit'), uses, title]);
  const lines = tableRows(rows, style.columns);
  return preview.migrations.flatMap(({ name }, at) => [
    ...(lines[at] ?? []),
    ...(groups.get(name) ?? []).flatMap((group, _index, all) => renderShared(group, all.length > 1, style)),
  ]);
}

/** Where the providers lead. */
export function renderConnections({ providers }: Preview, style: Style): readonly string[] {
  const lines = tableRows(
    providers.map(({ alias, type }) => [alias, type]),
    style.columns,
  );
  return [
    '',
    style.paint('bold', 'Connections'),
    ...providers.flatMap((provider, at) => [
      ...(lines[at] ?? []),
      ...dimmed(describeConnection(provider) || 'where it leads is known with its secrets only', style),
    ]),
  ];
}

function renderShared({ from, to, units, rows }: MovementGroup, isOneOfSeveral: boolean, style: Style) {
  const count = isOneOfSeveral ? ` (${counted(units, 'unit')})` : '';
  const own = rows.length === 0 ? '' : '; the rest for each unit below';
  const lines = [
    ...(from === undefined ? [] : [`from ${from}${to === undefined ? `${own}${count}` : ''}`]),
    ...(to === undefined ? [] : [`to   ${to}${own}${count}`]),
  ];
  return lines.flatMap((line) => dimmed(line, style));
}

function dimmed(line: string, style: Style): readonly string[] {
  return paragraph(visibleText(line), '    ', style).map((each) => style.paint('dim', each));
}

/** The units of a migration one by one, by what differs between them. */
export function renderDiffering(
  groups: readonly MovementGroup[],
  { style, listsUnits }: { readonly style: Style; readonly listsUnits: boolean },
): readonly string[] {
  const all = groups.flatMap(({ rows }) => rows);
  const rows = listsUnits ? all : all.slice(0, SHOWN_ROWS);
  const width = Math.max(...rows.map(({ unit }) => displayWidth(visibleText(unit))));
  const hidden = all.length - rows.length;
  return [
    ...rows.flatMap((row) => hanging(describeRow(row, style), `    ${padEnd(row.unit, width)}  `, style)),
    ...(hidden > 0 ? [style.paint('dim', `    and ${formatCount(hidden)} more (--units lists them)`)] : []),
  ];
}

function describeRow({ from, to }: MovementRow, { symbols }: Style): string {
  if (from === '') return `to ${visibleText(to)}`;
  return to === '' ? `from ${from}` : `${visibleText(from)} ${symbols.arrow} ${visibleText(to)}`;
}
