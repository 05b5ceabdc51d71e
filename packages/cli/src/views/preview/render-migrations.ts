import type { Preview, PreviewStep, PreviewUnit } from '@waybill/core';
import { counted } from '../folds/counted.ts';
import { groupMovements } from '../folds/group-movements.ts';
import { hanging, listUnits, paragraph, REST_IN_JSON } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { displayWidth, padEnd, visibleText } from '../text/visible-text.ts';
import { renderDiffering } from './render-movements.ts';
import type { RenderPreviewOptions } from './render-preview-options.ts';

/** Some milliseconds of work. */
const UNITS_PER_PIECE = 250;

/** Every migration with the steps of its units: one example of each, or all of them; the lines in pieces. */
export function* renderMigrations(preview: Preview, options: RenderPreviewOptions): Generator<readonly string[]> {
  const { style, listsUnits } = options;
  const members = Map.groupBy(preview.units, ({ migration }) => migration);
  const movements = Map.groupBy(groupMovements(preview), ({ migration }) => migration);
  for (const { name, uses, description, needs } of preview.migrations) {
    const units = members.get(name) ?? [];
    const shown = listsUnits ? units : units.slice(0, 1);
    const after = needs.length === 0 ? '' : `, after ${needs.map(visibleText).join(', ')}`;
    const others = units.length - shown.length;
    yield [
      '',
      `${style.paint('bold', name)} (${uses})${after}`,
      ...(description === '' ? [] : paragraph(visibleText(description), '  ', style)),
    ];
    yield* renderDiffering(movements.get(name) ?? [], options);
    for (let from = 0; from < shown.length; from += UNITS_PER_PIECE)
      yield shown.slice(from, from + UNITS_PER_PIECE).flatMap((unit) => renderUnit(unit, connectionOf(uses), options));
    if (others > 0)
      yield paragraph(
        `and ${counted(others, 'unit')} more with the same steps (--units lists them)`,
        `  ${style.symbols.ellipsis} `,
        style,
      ).map((line) => style.paint('dim', line));
  }
}

function connectionOf(uses: string): string {
  return uses.slice(0, uses.indexOf('.'));
}

/** `own`: the connection that steps are on unless they say another one. */
function renderUnit(unit: PreviewUnit, own: string, { style, showsRequests }: RenderPreviewOptions): readonly string[] {
  const { steps } = unit;
  const nameWidth = Math.max(...steps.map(({ name }) => displayWidth(name)));
  const needs =
    unit.needs.length === 0 ? '' : style.paint('dim', `  after ${listUnits(unit.needs, style, REST_IN_JSON)}`);
  return [
    `  ${visibleText(unit.address)}${unit.state === 'pending' ? '' : `  ${unit.state}`}${needs}`,
    ...steps.flatMap((step) => [
      ...hanging(
        stepText(step, own),
        `    ${stepSymbol(step, style)} ${padEnd(step.name, nameWidth)}  ${padEnd(step.kind, 5)}  `,
        style,
      ),
      ...(showsRequests ? renderRequest(step, style) : []),
    ]),
  ];
}

function stepSymbol({ state, finding }: PreviewStep, { symbols }: Style): string {
  if (state === 'succeeded' || finding?.verdict === 'passed') return symbols.done;
  if (state === 'failed' || finding?.verdict === 'blocking') return symbols.failed;
  if (finding?.verdict === 'warning') return symbols.warning;
  return state === 'unknown' ? symbols.unknown : symbols.pending;
}

function stepText(
  { title, operation, provider, job, connections = [], always, state }: PreviewStep,
  own: string,
): string {
  const uses = connections.length === 0 ? '' : ` with ${connections.join(' and ')}`;
  const work = job === undefined ? '' : ` (own work: ${job}${visibleText(uses)})`;
  const call = operation === undefined ? work : ` (${operation})`;
  const place = provider === own ? '' : ` on ${visibleText(provider)}`;
  const isUsual = state === 'ready' || state === 'blocked' || state === 'succeeded';
  const stateText = isUsual ? '' : ` [${state}]`;
  return `${visibleText(title)}${call}${place}${always ? ', even after a failure' : ''}${stateText}`;
}

function renderRequest({ request }: PreviewStep, style: Style): readonly string[] {
  if (request === undefined) return [];
  const query = Object.entries(request.query).map(([name, value]) => `${name}=${value}`);
  const path = `${request.endpoint}${request.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const body = request.body === undefined ? [] : JSON.stringify(request.body, null, 2).split('\n');
  const lines = (request.lines ?? []).map((line) => JSON.stringify(line));
  return [`${request.method} ${path}`, ...body, ...lines].map((line) =>
    style.paint('dim', `        ${visibleText(line)}`),
  );
}
