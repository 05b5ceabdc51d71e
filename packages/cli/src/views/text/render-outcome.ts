import { shortMessage } from '@waybill/core/internal';
import type { UsageFinding } from '@waybill/node';
import type { FailureGroup, NextStep, UsageJson, WaitingGate } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import type { Style } from './style.ts';
import { displayWidth, visibleText, wrap } from './visible-text.ts';

/** Addresses and causes that are listed before "and more"; JSON lists them all. */
const SHOWN_UNITS = 5;
const SHOWN_GROUPS = 10;
const SHOWN_STEPS = 12;

/** Failures grouped by cause, with the units they hit. */
export function renderFailures(title: string, groups: readonly FailureGroup[], style: Style): readonly string[] {
  if (groups.length === 0) return [];
  const lines = groups.slice(0, SHOWN_GROUPS).flatMap((group) => renderGroup(group, style));
  return ['', style.paint('bold', title), ...lines, ...andMore(groups.length - SHOWN_GROUPS, 'causes', style)];
}

const ELSEWHERE = 'RUN_TASK_OF_OTHER_STATE';

/**
 * Calls whose outcome an operator has to settle. None was made where a task of which the state has no record does the work:
 * of another state, or of a newer copy of this one.
 */
export function renderUnknown(groups: readonly FailureGroup[], style: Style): readonly string[] {
  const [elsewhere, unknown] = [true, false].map((is) => groups.filter(({ code }) => (code === ELSEWHERE) === is));
  return [
    ...renderFailures(
      'Blocked: a task exists that this state has no record of; nothing was sent',
      elsewhere ?? [],
      style,
    ),
    ...renderFailures('Unknown: the call may have happened', unknown ?? [], style),
  ];
}

function renderGroup(group: FailureGroup, style: Style): readonly string[] {
  const { code, message, is_example: isExample, hint, units } = group;
  const text = `${visibleText(code)}: ${shortMessage(visibleText(message))}${isExample === true ? ' (and similar)' : ''}`;
  return [
    ...paragraph(text, `  ${style.symbols.failed} `, style).map((line) => style.paint('red', line)),
    ...(hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, '    ', style)),
    ...paragraph(listUnits(units, style), '    ', style).map((line) => style.paint('dim', line)),
  ];
}

/** `rest`: what lists those that are left out, in views that have no word on it elsewhere: ` (--json lists them)`. */
export function listUnits(units: readonly string[], style: Style, rest: string = ''): string {
  const shown = units.slice(0, SHOWN_UNITS).map(visibleText).join(', ');
  return units.length <= SHOWN_UNITS
    ? shown
    : `${shown} ${style.symbols.ellipsis} and ${formatCount(units.length - SHOWN_UNITS)} more${rest}`;
}

/** Of `listUnits`, in previews. */
export const REST_IN_JSON = ' (--json lists them)';

/** Gates by what to make sure of; the commands that approve are among the next steps. */
export function renderGates(gates: readonly WaitingGate[], style: Style): readonly string[] {
  const waiting = gates.filter(({ approved }) => approved === undefined);
  if (waiting.length === 0) return [];
  const groups = Map.groupBy(waiting, ({ instruction, approvals }) => `${instruction}\n${approvals?.summary ?? ''}`);
  const lines = [...groups.values()].flatMap((members) => [
    ...paragraph(
      listUnits(
        members.map(({ step }) => step),
        style,
      ),
      `  ${style.symbols.gate} `,
      style,
    ).map((line) => style.paint('yellow', line)),
    ...[members[0]?.instruction, members[0]?.approvals?.summary].flatMap((text) =>
      text === undefined ? [] : paragraph(visibleText(text), '    ', style),
    ),
    ...members.flatMap(({ unit, usage = [] }) => renderUsageOf(unit, usage, style)),
  ]);
  return ['', style.paint('bold', 'Waiting for an approval'), ...lines];
}

/** Who uses which side of a unit: what says that somebody uses the source stands out, and what keeps the gate closed. */
export function renderUsage(findings: readonly UsageFinding[], indent: string, style: Style): readonly string[] {
  return findings.flatMap((finding) => {
    const { isInUse, detail, hint } = finding;
    const [symbol, colour] = markOf(finding, style);
    const lines = paragraph(visibleText(detail), `${indent}${symbol} `, style);
    const help = hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, `${indent}  `, style);
    return isInUse === false ? lines : [...lines.map((line) => style.paint(colour, line)), ...help];
  });
}

function markOf({ isInUse, isBlocking }: UsageFinding, { symbols }: Style): readonly [string, 'red' | 'yellow'] {
  if (isBlocking === true) return [symbols.failed, 'red'];
  return [isInUse === false ? symbols.done : symbols.warning, 'yellow'];
}

function renderUsageOf(unit: string, usage: readonly UsageJson[], style: Style): readonly string[] {
  if (usage.length === 0) return [];
  const findings = usage.map(({ is_in_use: isInUse, is_blocking: isBlocking = false, ...found }) => ({
    isInUse,
    isBlocking,
    ...found,
  }));
  return [
    ...paragraph(visibleText(`Used by clients of ${unit}:`), '    ', style),
    ...renderUsage(findings, '      ', style),
  ];
}

export function renderNextSteps(steps: readonly NextStep[], style: Style): readonly string[] {
  if (steps.length === 0) return [];
  const lines = steps
    .slice(0, SHOWN_STEPS)
    .flatMap(({ command, why }) => [
      `  ${style.paint('cyan', command)}`,
      ...paragraph(visibleText(why), '      ', style).map((line) => style.paint('dim', line)),
    ]);
  return ['', style.paint('bold', 'Next'), ...lines, ...andMore(steps.length - SHOWN_STEPS, 'commands', style)];
}

/** A text of several lines, the first one after `lead` and the others below it. */
export function paragraph(text: string, lead: string, style: Style): readonly string[] {
  const indent = ' '.repeat(lead.length);
  const lines = wrap(text, Math.max(20, Math.min(style.columns, 100) - lead.length));
  return lines.map((line, index) => `${index === 0 ? lead : indent}${line}`);
}

/** Text behind a lead that may be long, in lines of the terminal: where too little is left beside the lead, below it. */
export function hanging(text: string, lead: string, { columns }: Style): readonly string[] {
  const width = displayWidth(lead);
  if (width + displayWidth(text) <= columns) return [`${lead}${text}`];
  const room = columns - width;
  const widest = Math.max(...text.split(' ').map(displayWidth));
  if (room >= Math.max(NARROWEST, widest))
    return wrap(text, room).map((line, at) => `${at === 0 ? lead : ' '.repeat(width)}${line}`);
  const lines = wrap(text, Math.max(NARROWEST, columns - BELOW.length));
  return [lead.trimEnd(), ...lines.map((line) => `${BELOW}${line}`)];
}

const NARROWEST = 24;
const BELOW = '        ';

function andMore(count: number, noun: string, style: Style): readonly string[] {
  return count > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(count)} more ${noun} (--json lists them)`] : [];
}
