import type { RunGauges, UnitStatus } from '@waybill/core';
import type { ProgressCounts } from '@waybill/core/internal';
import type { Eta, FailureCause, RemoteWait, RunProgress } from '@waybill/node/live';
import type { CommandContext } from '../folds/command-line.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { describeAccounts, describeWaits, type WaitNote, waitText } from '../folds/describe-gauges.ts';
import { etaBasis } from '../folds/eta-basis.ts';
import { approvals } from '../folds/next-steps.ts';
import { sliceText } from '../folds/slice-text.ts';
import { unitCountParts } from '../folds/unit-counts.ts';
import { workText } from '../folds/work-text.ts';
import { formatSpan } from '../text/format-time.ts';
import type { Paint, Style } from '../text/style.ts';
import { clip, displayWidth, padEnd, padStart, visibleText, wrap } from '../text/visible-text.ts';

export interface FrameOptions {
  readonly style: Style;
  /** Height of the terminal: a frame that is higher cannot be drawn in place. */
  readonly rows: number;
  readonly now: number;
  readonly callsPerSecond: number;
  readonly context: CommandContext;
}

/** A frame never needs more lines than these, and less on a low terminal. */
const MOST_ACCOUNTS = 4;
const MOST_MIGRATIONS = 12;
const MOST_REASONS = 5;
const MOST_WAITS = 10;
const MOST_GATES = 3;
const MOST_FAILURES = 3;
const WIDEST = 110;

/** One picture of a run that is in progress. */
export function renderFrame(progress: RunProgress, options: FrameOptions): string {
  const { waits, gauges } = progress;
  const { migrations } = gauges?.progress ?? progress.counts;
  const { style, rows } = options;
  const reasons = gauges === undefined ? [] : describeWaits(gauges);
  const head = [...renderHead(progress, options), ...renderAccounts(gauges, style), ''];
  const trouble = [renderFailures(progress, style), renderGates(progress, options)];
  const taken = head.length + trouble.reduce((sum, section) => sum + withGap(section).length, 0);
  const room = shareRoom(rows - 1 - taken, {
    migrations: migrations.length,
    reasons: reasons.length,
    waits: waits.length,
  });
  const lines = [
    ...head,
    ...renderMigrations(migrations, room.migrations, style),
    ...[renderReasons(reasons, room.reasons, style), renderWaits(waits, room.waits, options), ...trouble].flatMap(
      withGap,
    ),
  ];
  return lines.slice(0, Math.max(3, rows - 1)).join('\n');
}

function withGap(section: readonly string[]): readonly string[] {
  return section.length === 0 ? [] : ['', ...section];
}

interface Room {
  readonly migrations: number;
  readonly reasons: number;
  readonly waits: number;
}

/** Failures and gates have to be seen; what is left is shared, and what one section does not need goes to the next. */
function shareRoom(free: number, wanted: Room): Room {
  const most = Math.min(MOST_MIGRATIONS, wanted.migrations);
  const least = Math.min(most, Math.max(2, Math.floor(free / 2)));
  const afterMigrations = free - least - SECTION_LINES;
  const reasons = Math.min(MOST_REASONS, Math.max(0, Math.floor(afterMigrations / 2)), wanted.reasons);
  const afterReasons = afterMigrations - (reasons === 0 ? 0 : reasons + SECTION_LINES);
  const waits = Math.min(MOST_WAITS, Math.max(1, afterReasons), wanted.waits);
  const used = [reasons, waits].reduce((sum, count) => sum + (count === 0 ? 0 : count + SECTION_LINES), 0);
  return { migrations: Math.min(most, Math.max(least, free - used - 1)), reasons, waits };
}

/** A blank line, a title, and a line that says how many more there are. */
const SECTION_LINES = 3;

function renderHead(progress: RunProgress, { style, now, callsPerSecond }: FrameOptions): readonly string[] {
  const columns = widthOf(style);
  const { units, steps, remoteTasks } = progress.counts;
  const name = clip(titleOf(progress), columns - 18, style.symbols.ellipsis);
  const bar = renderBar(steps.done, steps.total, Math.max(8, Math.min(30, columns - displayWidth(name) - 8)), style);
  const facts = [
    `${formatCount(units.succeeded)} of ${counted(units.total, 'unit')}`,
    `${formatCount(steps.done)} of ${counted(steps.total, 'step')}`,
    counted(remoteTasks, 'remote task'),
    ...(progress.slices === undefined ? [] : [sliceText(progress.slices)]),
    ...progress.work(now).map((work) => visibleText(workText(work))),
    `${callsPerSecond.toFixed(1)} calls/s`,
    formatSpan(now - (progress.startedAt ?? now)),
    describeEta(progress.eta(now), now, style),
  ];
  return [
    `${style.paint('bold', name)} ${bar} ${padStart(percent(steps.done, steps.total), 4)}`,
    ...flow(facts, columns),
  ];
}

function describeEta(eta: Eta | undefined, now: number, { symbols }: Style): string {
  if (eta === undefined) return `ETA ${symbols.none}`;
  return `ETA ~${formatSpan(eta.ms)} (${etaBasis(eta, now)})`;
}

/** One line for each account; a number at its limit stands out. */
function renderAccounts(gauges: RunGauges | undefined, style: Style): readonly string[] {
  if (gauges === undefined) return [];
  const accounts = describeAccounts(gauges);
  const shown = accounts.slice(0, MOST_ACCOUNTS);
  const columns = widthOf(style);
  const nameWidth = Math.min(Math.max(0, ...shown.map(({ name }) => displayWidth(name))), Math.floor(columns / 3));
  const lines = shown.map(({ name, parts }) => {
    const head = `${padEnd(clip(visibleText(name), nameWidth, style.symbols.ellipsis), nameWidth)}  `;
    const looks = parts.map(({ isFull }): Paint | undefined => (isFull ? 'yellow' : undefined));
    const texts = parts.map(({ text }) => text);
    return style.paint('bold', head) + fitParts(texts, looks, columns - displayWidth(head), style);
  });
  const hidden = accounts.length - shown.length;
  return hidden > 0 ? [...lines, andMore(counted(hidden, 'account'), style)] : lines;
}

function renderReasons(reasons: readonly WaitNote[], room: number, style: Style): readonly string[] {
  if (room === 0) return [];
  const columns = widthOf(style);
  const lines = reasons
    .slice(0, room)
    .map((note) => clip(`  ${style.symbols.pending} ${visibleText(waitText(note))}`, columns, style.symbols.ellipsis));
  const hidden = reasons.length - room;
  return [
    style.paint('bold', 'Held back'),
    ...lines,
    ...(hidden > 0 ? [andMore(counted(hidden, 'reason'), style)] : []),
  ];
}

function titleOf({ plan, run, isStopping }: RunProgress): string {
  if (run === '') return 'starting';
  return `${plan} ${run}${isStopping ? ' stopping' : ''}`;
}

/** Facts side by side, three spaces between them, on as many lines as they need. */
function flow(facts: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 3 + displayWidth(fact) <= columns)
      lines[lines.length - 1] = `${last}   ${fact}`;
    else lines.push(clip(fact, columns, ''));
  }
  return lines;
}

function renderBar(done: number, total: number, width: number, style: Style): string {
  const [full, empty] = style.symbols.bar;
  const filled = total === 0 ? width : Math.floor((done / total) * width);
  return style.paint('green', full.repeat(filled)) + style.paint('dim', empty.repeat(width - filled));
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 100 : Math.floor((done / total) * 100)}%`;
}

type MigrationCounts = ProgressCounts['migrations'][number];

const LOOKS: Readonly<Partial<Record<UnitStatus, Paint>>> = {
  failed: 'red',
  unknown: 'red',
  gated: 'yellow',
  active: 'cyan',
  started: 'cyan',
  skipped: 'dim',
};

function renderMigrations(migrations: readonly MigrationCounts[], room: number, style: Style): readonly string[] {
  const shown = chooseLiveliest(migrations, room);
  const longest = Math.max(0, ...shown.map(({ name }) => displayWidth(name)));
  const nameWidth = Math.min(longest, Math.floor(widthOf(style) / 3));
  const hidden = migrations.length - shown.length;
  return [
    ...shown.map((migration) => renderMigration(migration, nameWidth, style)),
    ...(hidden > 0 ? [andMore(counted(hidden, 'migration'), style)] : []),
  ];
}

/** What moves or needs a look stays; what has not begun or is over gives way. In the plan's order. */
function chooseLiveliest(migrations: readonly MigrationCounts[], room: number): readonly MigrationCounts[] {
  if (migrations.length <= room) return migrations;
  const chosen = new Set(migrations.toSorted((left, right) => liveliness(right) - liveliness(left)).slice(0, room));
  return migrations.filter((migration) => chosen.has(migration));
}

function liveliness({ units }: MigrationCounts): number {
  if (units.failed + units.unknown + units.gated > 0) return 3;
  if (units.active + units.started > 0) return 2;
  return units.pending > 0 ? 1 : 0;
}

function renderMigration(migration: MigrationCounts, nameWidth: number, style: Style): string {
  const { name, units } = migration;
  const shownName = padEnd(clip(name, nameWidth, style.symbols.ellipsis), nameWidth);
  const head = `  ${migrationSymbol(migration, style)} ${shownName}  `;
  const room = widthOf(style) - displayWidth(head);
  const counts = unitCountParts(units, ['succeeded', 'pending']);
  const parts = [`${formatCount(units.succeeded)} of ${formatCount(units.total)}`, ...counts.map(({ text }) => text)];
  const looks = [undefined, ...counts.map(({ status }) => LOOKS[status])];
  return head + fitParts(parts, looks, room, style);
}

function migrationSymbol({ units }: MigrationCounts, { symbols }: Style): string {
  if (units.failed + units.unknown > 0) return symbols.failed;
  if (units.succeeded === units.total) return symbols.done;
  return units.active + units.started + units.gated > 0 ? symbols.active : symbols.pending;
}

/** As many parts as fit whole; colours are added after measuring. */
function fitParts(parts: readonly string[], looks: readonly (Paint | undefined)[], room: number, style: Style): string {
  let line = '';
  let width = 0;
  for (const [index, part] of parts.entries()) {
    const gap = index === 0 ? '' : '  ';
    if (index > 0 && width + gap.length + displayWidth(part) > room) return line;
    const look = looks[index];
    line += gap + (look === undefined ? part : style.paint(look, part));
    width += gap.length + displayWidth(part);
  }
  return line;
}

function renderWaits(waits: readonly RemoteWait[], room: number, { style, now }: FrameOptions): readonly string[] {
  if (waits.length === 0) return [];
  const oldest = waits.toSorted((left, right) => left.at - right.at).slice(0, room);
  const columns = widthOf(style);
  const lines = oldest.map(({ step, status, progress, at }) => {
    const words = `${visibleText(status)}${progress === undefined ? '' : ` ${Math.floor(progress * 100)}%`} ${formatSpan(now - at)}`;
    const tail = clip(words, Math.max(10, Math.floor(columns / 2)), style.symbols.ellipsis);
    const room = columns - displayWidth(tail) - 6;
    const address = padEnd(clip(visibleText(step), room, style.symbols.ellipsis), Math.min(room, 48));
    return `  ${style.symbols.waiting} ${address}  ${style.paint('cyan', tail)}`;
  });
  const hidden = waits.length - oldest.length;
  const more = hidden > 0 ? [andMore(formatCount(hidden), style)] : [];
  return [
    style.paint('bold', clip(`Waits for remote tasks: ${formatCount(waits.length)}`, columns, '')),
    ...lines,
    ...more,
  ];
}

function renderGates({ gates }: RunProgress, { style, context }: FrameOptions): readonly string[] {
  if (gates.length === 0) return [];
  const columns = widthOf(style);
  const lines = gates.slice(0, MOST_GATES).map(({ step, instruction, approvals: count }) => {
    const given = count === undefined ? '' : ` (${count.given} of ${count.needed} approvals)`;
    const text = `  ${style.symbols.gate} ${visibleText(step)}${given}: ${visibleText(instruction)}`;
    return style.paint('yellow', clip(text, columns, style.symbols.ellipsis));
  });
  const hidden = gates.length - MOST_GATES;
  const more = hidden > 0 ? [andMore(formatCount(hidden), style)] : [];
  // A command has to stay whole to be copied.
  const commands = approvals(gates, context).flatMap(({ command }) => wrap(command, columns - 4));
  return [
    style.paint('bold', clip('Waiting for your approval', columns, '')),
    ...lines,
    ...more,
    ...commands.map((line) => `    ${style.paint('cyan', line)}`),
  ];
}

function renderFailures(progress: RunProgress, style: Style): readonly string[] {
  const { failures, failureCount, suspended } = progress;
  const red = (text: string): string => {
    const line = clip(`  ${style.symbols.failed} ${visibleText(text)}`, widthOf(style), style.symbols.ellipsis);
    return style.paint('red', line);
  };
  const refusals = suspended.map(({ provider, code, message }) => red(`${provider} is suspended: ${code}: ${message}`));
  if (failures.length === 0) return refusals;
  const hidden = failures.length - MOST_FAILURES;
  return [
    ...refusals,
    style.paint('bold', clip(failuresTitle(failureCount, failures.length), widthOf(style), '')),
    ...failures
      .slice(0, MOST_FAILURES)
      .flatMap((cause) => [red(describeCause(cause)), ...renderExamples(cause, style)]),
    ...(hidden > 0 ? [andMore(counted(hidden, 'cause'), style)] : []),
  ];
}

function failuresTitle(units: number, causes: number): string {
  return `Failed in this run: ${counted(units, 'unit')}, ${counted(causes, 'cause')}`;
}

/** One unit is named by the step; of many, the cause comes first. */
function describeCause({ code, message, step, unitCount }: FailureCause): string {
  return `${unitCount === 1 ? step : counted(unitCount, 'unit')}: ${code}: ${message}`;
}

function renderExamples({ examples, unitCount }: FailureCause, style: Style): readonly string[] {
  if (unitCount === 1) return [];
  const more = unitCount - examples.length;
  const text = `${examples.map(visibleText).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return [style.paint('dim', clip(`    ${text}`, widthOf(style), style.symbols.ellipsis))];
}

function andMore(count: string, style: Style): string {
  return style.paint('dim', clip(`  ${style.symbols.ellipsis} and ${count} more`, widthOf(style), ''));
}

/** One column stays free: a full line would wrap in some terminals. */
function widthOf(style: Style): number {
  return Math.min(WIDEST, style.columns - 1);
}
