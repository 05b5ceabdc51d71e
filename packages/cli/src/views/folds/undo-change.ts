import { defined } from '@waybill/core';
import type { MovedConnection } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from './command-line.ts';

export interface UndoneChange {
  /** Where providers lead elsewhere than in the last run. */
  readonly moved: readonly MovedConnection[];
  /** Steps that were done mean something else now. */
  readonly hasChanged: boolean;
}

/**
 * Continues as before the change. A variable that leads a provider elsewhere is given back what the journal has of it: the
 * command as it was typed would repeat the change.
 */
export function undoChange(context: CommandContext, { moved, hasChanged }: UndoneChange): NextStep {
  const names = hasChanged ? changingVariables(context, moved) : [];
  const { command, asBefore, rest } = giveAllBack(withoutValues(context, names), moved, []);
  const why = [
    ...(asBefore === '' ? [] : [`with what the last run had (${asBefore})`]),
    ...(names.length === 0 ? [] : [`with the value that the last run had for ${names.join(', ')}`]),
    ...(rest.length === 0 && !hasChanged ? [] : [afterUndoing(rest)]),
  ].join(', ');
  return { command, why };
}

/** The variables of which the journal has no value, and which may be what changed steps. */
export function changingVariables(context: CommandContext, moved: readonly MovedConnection[]): readonly string[] {
  const given = (context.flags.var ?? []).filter((text) => giveBack(text, moved).explains.length === 0);
  return [...new Set(given.map(nameOf))].filter((name) => context.inputsOfSteps?.has(name) === true);
}

/** The one way on that needs no value that only an operator knows: where it led, with the steps as they were done. */
export function keepSteps(context: CommandContext, moved: readonly MovedConnection[]): NextStep {
  const { command, asBefore, rest } = giveAllBack(context, moved, ['--keep-changed']);
  const why = [
    'leave those steps as they were done, and continue',
    ...(asBefore === '' ? [] : [`with what the last run had (${asBefore})`]),
    ...(rest.length === 0 ? [] : [afterUndoing(rest)]),
  ].join(', ');
  return { command, why };
}

function withoutValues(context: CommandContext, names: readonly string[]): CommandContext {
  if (names.length === 0) return context;
  const given = (context.flags.var ?? []).map((text) => (names.includes(nameOf(text)) ? `${nameOf(text)}=...` : text));
  return { ...context, flags: { ...context.flags, var: given } };
}

function nameOf(variable: string): string {
  return variable.slice(0, variable.indexOf('=')).trim();
}

/**
 * Lets the connection of failed units lead back to where their tasks are known. The last run led elsewhere, so that going
 * back is a change too.
 */
export function goBack(context: CommandContext, moved: readonly MovedConnection[]): NextStep {
  const { command, asBefore, rest } = giveAllBack(context, moved, ['--retry-failed', '--keep-changed']);
  const why = [
    ...(asBefore === '' ? [] : [`with what it had before (${asBefore})`]),
    ...(rest.length === 0 ? [] : [afterUndoing(rest)]),
  ].join(', ');
  return { command, why: `continue where the remote tasks are known, ${why}` };
}

/** The other way: the change is meant. */
export function keepChange(context: CommandContext, { hasMoved }: { readonly hasMoved: boolean }): NextStep {
  const command = commandLine('resume', context, '--keep-changed');
  if (!hasMoved) return { command, why: 'leave those steps as they were done, and continue' };
  return { command, why: 'leave those steps as they were done, and continue at the new place, which must know them' };
}

function giveAllBack(context: CommandContext, moved: readonly MovedConnection[], options: readonly string[]) {
  const given = (context.flags.var ?? []).map((text) => giveBack(text, moved));
  const restored = new Set(given.flatMap(({ explains }) => explains));
  const flags = {
    ...context.flags,
    ...defined({ var: given.length === 0 ? undefined : given.map(({ text }) => text) }),
  };
  return {
    command: commandLine('resume', { ...context, flags }, ...options),
    asBefore: [...restored].map(wasBefore).join('; '),
    /** What no variable explains. */
    rest: moved.filter((one) => !restored.has(one)),
  };
}

function afterUndoing(moved: readonly MovedConnection[]): string {
  const undone = 'after undoing the change in the plan or in the values of its inputs';
  return moved.length === 0 ? undone : `${undone} (${moved.map(wasBefore).join('; ')})`;
}

function wasBefore({ provider, what, before }: MovedConnection): string {
  return `${what} of ${provider} was ${before}`;
}

interface GivenBack {
  readonly text: string;
  /** What the value of before undoes. */
  readonly explains: readonly MovedConnection[];
}

/** Only where all that a value leads elsewhere was at one place before. */
function giveBack(text: string, moved: readonly MovedConnection[]): GivenBack {
  const split = text.indexOf('=');
  const value = withoutEnd(text.slice(split + 1));
  const explains = moved.filter(({ after }) => withoutEnd(after) === value);
  const [before, ...others] = new Set(explains.map((one) => one.before));
  if (before === undefined || others.length > 0) return { text, explains: [] };
  return { text: `${text.slice(0, split)}=${before}`, explains };
}

/** An address is the same with and without a slash at its end. */
function withoutEnd(value: string): string {
  return value.trim().replace(/\/+$/, '');
}
