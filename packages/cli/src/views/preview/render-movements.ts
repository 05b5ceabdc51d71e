import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { groupMovements, type MovementGroup, type MovementRow, whereItLeads } from '../folds/group-movements.ts';
import { hanging, paragraph } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { tableRows } from '../text/table.ts';
import { displayWidth, padEnd, visibleText } from '../text/visible-text.ts';

/** Rows of one migration, and keys of one group, that are shown without --units. */
const SHOWN_ROWS = 50;
const SHOWN_KEYS = 20;
/** Some milliseconds of work. */
const ROWS_PER_PIECE = 1_000;

/** What each migration moves, from where to where; what its units share is said once. */
export function renderMoves(
  preview: Preview,
  style: Style,
  { listsUnits }: { readonly listsUnits: boolean },
): readonly string[] {
  const groups = Map.groupBy(groupMovements(preview), ({ migration }) => migration);
  const rows = preview.migrations.map(({ name, units, uses, title }) => [name, counted(units, 'unit'), uses, title]);
  const lines = tableRows(rows, style.columns);
  return preview.migrations.flatMap(({ name }, at) => [
    ...(lines[at] ?? []),
    ...(groups.get(name) ?? []).flatMap((group, index, all) =>
      renderShared(group, { index, of: all.length, listsUnits }, style),
    ),
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
    ...providers.flatMap((provider, at) => [...(lines[at] ?? []), ...dimmed(whereItLeads(provider), '    ', style)]),
  ];
}

interface Place {
  readonly index: number;
  readonly of: number;
}

interface MovesPlace extends Place {
  /** The units are listed below, with what differs between them. */
  readonly listsUnits: boolean;
}

/** `2. `, where a migration has several groups. */
function numberOf({ index, of }: Place): string {
  return of > 1 ? `${index + 1}. ` : '';
}

function renderShared({ from, to, units, rows }: MovementGroup, place: MovesPlace, style: Style): readonly string[] {
  const count = place.of > 1 ? ` (${counted(units, 'unit')})` : '';
  const where = place.listsUnits ? 'below' : '(without --concise)';
  const own = rows.length === 0 ? '' : `; the rest for each unit ${where}`;
  const lines = [
    ...(from === undefined ? [] : [`from ${from}${to === undefined ? `${own}${count}` : ''}`]),
    ...(to === undefined ? [] : [`to   ${to}${own}${count}`]),
  ];
  const number = numberOf(place);
  return lines.flatMap((line, at) => dimmed(line, `    ${at === 0 ? number : ' '.repeat(number.length)}`, style));
}

function dimmed(line: string, lead: string, style: Style): readonly string[] {
  return paragraph(visibleText(line), lead, style).map((each) => style.paint('dim', each));
}

/** The units of a migration: one by one where more than their keys differ, and else by their keys; the lines in pieces. */
export function* renderDiffering(
  groups: readonly MovementGroup[],
  { style, listsUnits }: { readonly style: Style; readonly listsUnits: boolean },
): Generator<readonly string[]> {
  let left = listsUnits ? Number.POSITIVE_INFINITY : SHOWN_ROWS;
  for (const [index, group] of groups.entries()) {
    const number = numberOf({ index, of: groups.length });
    if (group.rows.length === 0) {
      yield renderKeys(group, number, { style, listsUnits });
      continue;
    }
    const shown = group.rows.slice(0, left);
    left -= shown.length;
    if (number !== '') yield [`    ${number}${counted(group.units, 'unit')}:`];
    yield* renderRows(shown, style);
    yield andMore(group.rows.length - shown.length, style);
  }
}

/** Units that are listed with all their steps anyway are not named here too. */
function renderKeys(
  { keys, units }: MovementGroup,
  number: string,
  { style, listsUnits }: { readonly style: Style; readonly listsUnits: boolean },
): readonly string[] {
  if (number === '' && (listsUnits || units < 2)) return [];
  const shown = listsUnits ? keys : keys.slice(0, SHOWN_KEYS);
  const hidden = keys.length - shown.length;
  const more = hidden > 0 ? ` ${style.symbols.ellipsis} and ${formatCount(hidden)} more (--units lists them)` : '';
  return paragraph(`${counted(units, 'unit')}: ${shown.map(visibleText).join(', ')}${more}`, `    ${number}`, style);
}

function* renderRows(rows: readonly MovementRow[], style: Style): Generator<readonly string[]> {
  let width = 0;
  for (const [at, { unit }] of rows.entries()) {
    width = Math.max(width, displayWidth(visibleText(unit)));
    if (at % ROWS_PER_PIECE === ROWS_PER_PIECE - 1) yield [];
  }
  for (let from = 0; from < rows.length; from += ROWS_PER_PIECE)
    yield rows
      .slice(from, from + ROWS_PER_PIECE)
      .flatMap((row) => hanging(describeRow(row, style), `    ${padEnd(row.unit, width)}  `, style));
}

function andMore(hidden: number, style: Style): readonly string[] {
  return hidden > 0 ? [style.paint('dim', `    and ${formatCount(hidden)} more (--units lists them)`)] : [];
}

function describeRow({ from, to }: MovementRow, { symbols }: Style): string {
  if (from === '') return `to ${visibleText(to)}`;
  return to === '' ? `from ${visibleText(from)}` : `${visibleText(from)} ${symbols.arrow} ${visibleText(to)}`;
}
