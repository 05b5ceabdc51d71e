import type { Preview, PreviewOperation, PreviewState, PreviewStep, PreviewUnit } from '@waybill/core';
import { type CommandContext, commandLine } from './command-line.ts';
import { counted, formatCount } from './counted.ts';
import { formatSpan } from './format-time.ts';
import type { JsonEdit, NextStep } from './json-objects.ts';
import { approvals, waysAfterEdit } from './next-steps.ts';
import { editTitle, renderEdit } from './render-edit.ts';
import { listUnits, paragraph, renderNextSteps } from './render-outcome.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, padStart, visibleText } from './visible-text.ts';

export interface RenderPreviewOptions {
  readonly style: Style;
  readonly context: CommandContext;
  /** Every unit instead of one example per migration. */
  readonly listsUnits: boolean;
  readonly showsRequests: boolean;
}

/** Waves and chain members that are listed before "and more". */
const SHOWN_WAVES = 8;
const SHOWN_CHAIN = 6;

/** A preview for people: the answers first, then the groups, and single units on demand. */
export function renderPreview(preview: Preview, options: RenderPreviewOptions): string {
  const { style, context } = options;
  return [
    ...renderPreviewHead(preview, style),
    ...renderOrder(preview, style),
    ...renderMigrations(preview, options),
    ...renderNextSteps(nextCommands(preview, context), style),
  ].join('\n');
}

/** What moves, what could go wrong, how many calls, how long at least, and what was done before. */
export function renderPreviewHead(preview: Preview, style: Style): readonly string[] {
  const { plan, totals } = preview;
  return [
    `${style.paint('bold', plan.name)}${plan.description === '' ? '' : `: ${visibleText(plan.description)}`}`,
    style.paint('dim', `digest ${plan.digest.slice(0, 16)}`),
    ...renderState(preview, style),
    '',
    style.paint('bold', 'What moves'),
    ...table(preview.migrations.map(({ name, units, uses, title }) => [name, counted(units, 'unit'), uses, title])),
    `  ${counted(totals.steps, 'step')}: ${counted(totals.checks, 'check')}, ${counted(totals.effects, 'call')} with an effect, ${counted(totals.waits, 'wait')}, ${counted(totals.gates, 'gate')}`,
    ...renderWarnings(preview, style),
    ...renderCalls(preview, style),
    ...renderDuration(preview, style),
  ];
}

function renderState({ state }: Preview, style: Style): readonly string[] {
  if (state === undefined) return [];
  const lines = [
    `  ${counted(state.steps_done, 'step')} done, ${formatCount(state.steps_left)} left, after ${counted(state.runs, 'run')}`,
  ];
  if (state.is_same_plan) lines.push('  the plan is the one that was applied last');
  if (!state.is_same_plan || state.changed.length > 0 || state.orphaned.length > 0)
    lines.push('', style.paint('bold', editTitle(editOf(state))), ...renderEdit(editOf(state), style));
  return ['', style.paint('bold', 'Done before'), ...lines];
}

function editOf(state: PreviewState): JsonEdit {
  const { is_same_plan, steps_kept: keep, changed, orphaned, steps_new: added } = state;
  return { is_same_plan, keep, redo_needed: changed, orphaned, new: added };
}

function renderWarnings({ warnings, units }: Preview, style: Style): readonly string[] {
  const lines = warnings.flatMap(({ code, summary, detail, hint, line }) => [
    ...paragraph(
      `${visibleText(summary)} (${code}${line === undefined ? '' : `, line ${line}`})`,
      `  ${style.symbols.warning} `,
      style,
    ).map((text) => style.paint('yellow', text)),
    ...paragraph(visibleText(detail), '    ', style),
    ...(hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, '    ', style)),
  ]);
  const gates = units
    .flatMap(({ steps }) => steps)
    .filter(({ kind, state }) => kind === 'gate' && state !== 'succeeded').length;
  if (gates > 0)
    lines.push(
      `  ${style.symbols.gate} ${counted(gates, 'gate')} ${gates === 1 ? 'stops' : 'stop'} until a person approves`,
    );
  return [
    '',
    style.paint('bold', 'What could go wrong'),
    ...(lines.length === 0 ? ['  nothing that can be seen without asking the APIs'] : lines),
  ];
}

function renderCalls({ operations, totals }: Preview, style: Style): readonly string[] {
  const rows = operations.map((operation) => [
    `${operation.provider}.${operation.operation}`,
    callCount(operation),
    operation.has_effect ? `effect, lost answers: ${operation.recovery ?? ''}` : 'read',
  ]);
  const polls = totals.waits === 0 ? [] : ['  and polls while remote tasks run, many tasks in one call'];
  return ['', style.paint('bold', 'API calls'), ...table(rows), ...polls];
}

/** Checks of many units that ask the very same share one answer. */
function callCount({ has_effect, left, steps }: PreviewOperation): string {
  const count = has_effect || left === 0 ? formatCount(left) : `at most ${formatCount(left)}`;
  return left === steps ? count : `${count} of ${formatCount(steps)}`;
}

function renderDuration({ lower_bound: bound }: Preview, style: Style): readonly string[] {
  const rows = bound.per_provider.map(({ provider, effects_left, requests, duration_ms }) => [
    provider,
    counted(effects_left, 'effect'),
    `at ${requests}`,
    leastTime(duration_ms),
  ]);
  const total = `${leastTime(bound.duration_ms)} (computed lower bound: effects at the declared rate; remote work comes on top)`;
  return ['', style.paint('bold', 'How long'), ...paragraph(total, '  ', style), ...table(rows)];
}

function leastTime(durationMs: number): string {
  return durationMs === 0 ? 'no waiting for the rate' : `at least ${formatSpan(durationMs)}`;
}

function renderOrder({ waves, longest_chain: chain }: Preview, style: Style): readonly string[] {
  const { symbols } = style;
  const rows = waves
    .slice(0, SHOWN_WAVES)
    .map(({ wave, units, migrations }) => [`wave ${wave + 1}`, counted(units, 'unit'), listUnits(migrations, style)]);
  const hidden = waves.length - SHOWN_WAVES;
  const shown = chain.units.slice(0, SHOWN_CHAIN).map(visibleText).join(` ${symbols.arrow} `);
  const rest =
    chain.units.length > SHOWN_CHAIN
      ? ` ${symbols.arrow} ${symbols.ellipsis} (${formatCount(chain.units.length)} units)`
      : '';
  return [
    '',
    style.paint('bold', 'Order'),
    ...table(rows),
    ...(hidden > 0 ? [`  ${symbols.ellipsis} and ${formatCount(hidden)} more waves`] : []),
    ...paragraph(`longest chain: ${counted(chain.steps, 'step')}: ${shown}${rest}`, '  ', style),
  ];
}

function renderMigrations(preview: Preview, options: RenderPreviewOptions): readonly string[] {
  const { style, listsUnits } = options;
  const members = Map.groupBy(preview.units, ({ migration }) => migration);
  return preview.migrations.flatMap(({ name, uses, description, needs }) => {
    const units = members.get(name) ?? [];
    const shown = listsUnits ? units : units.slice(0, 1);
    const after = needs.length === 0 ? '' : `, after ${needs.map(visibleText).join(', ')}`;
    const others = units.length - shown.length;
    return [
      '',
      `${style.paint('bold', name)} (${uses})${after}`,
      ...(description === '' ? [] : paragraph(visibleText(description), '  ', style)),
      ...shown.flatMap((unit) => renderUnit(unit, options)),
      ...(others > 0
        ? [
            style.paint(
              'dim',
              `  ${style.symbols.ellipsis} and ${counted(others, 'unit')} more with the same steps (--units lists them)`,
            ),
          ]
        : []),
    ];
  });
}

function renderUnit(unit: PreviewUnit, { style, showsRequests }: RenderPreviewOptions): readonly string[] {
  const nameWidth = Math.max(...unit.steps.map(({ name }) => displayWidth(name)));
  const needs = unit.needs.length === 0 ? '' : style.paint('dim', `  after ${listUnits(unit.needs, style)}`);
  return [
    `  ${visibleText(unit.address)}${unit.state === 'pending' ? '' : `  ${unit.state}`}${needs}`,
    ...unit.steps.flatMap((step) => [
      `    ${stepSymbol(step, style)} ${padEnd(step.name, nameWidth)}  ${padEnd(step.kind, 5)}  ${stepText(step)}`,
      ...(showsRequests ? renderRequest(step, style) : []),
    ]),
  ];
}

function stepSymbol({ state }: PreviewStep, { symbols }: Style): string {
  if (state === 'succeeded') return symbols.done;
  if (state === 'failed') return symbols.failed;
  return state === 'unknown' ? symbols.unknown : symbols.pending;
}

function stepText({ title, operation, always, state }: PreviewStep): string {
  const call = operation === undefined ? '' : ` (${operation})`;
  const isTold = state === 'ready' || state === 'blocked' || state === 'succeeded';
  const told = isTold ? '' : ` [${state}]`;
  return `${visibleText(title)}${call}${always ? ', even after a failure' : ''}${told}`;
}

function renderRequest({ request }: PreviewStep, style: Style): readonly string[] {
  if (request === undefined) return [];
  const query = Object.entries(request.query).map(([name, value]) => `${name}=${value}`);
  const path = `${request.endpoint}${request.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const body = request.body === undefined ? [] : JSON.stringify(request.body, null, 2).split('\n');
  return [`${request.method} ${path}`, ...body].map((line) => style.paint('dim', `        ${visibleText(line)}`));
}

function nextCommands({ state, totals, units }: Preview, context: CommandContext): readonly NextStep[] {
  if (totals.steps === 0 || (state?.steps_left === 0 && state.changed.length === 0)) return [];
  if (state === undefined || state.runs === 0) return [{ command: commandLine('apply', context), why: 'carry it out' }];
  const gated = units.filter((unit) => unit.state === 'gated').map(({ address }) => ({ unit: address }));
  const resume: readonly NextStep[] = [{ command: commandLine('resume', context), why: 'go on where it was' }];
  const changed = new Set(state.changed);
  const changedUnits = units.filter(({ steps }) => steps.some((step) => changed.has(step.address)));
  const isChanged = changedUnits.length > 0;
  const ways = isChanged
    ? waysAfterEdit({ units: changedUnits.map(({ address }) => address), isSamePlan: state.is_same_plan }, context)
    : resume;
  return [...approvals(gated, context), ...ways];
}

/** Columns as wide as their widest cell; numbers at the beginning of a cell stand below each other. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => displayWidth(visibleText(row[column] ?? '')))),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const isNumber = /^\d/.test(cell) && column > 0;
      const pad = isNumber ? padStart : padEnd;
      return pad(visibleText(cell), widths[column] ?? 0);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
