import type { SelectionFlags, StateFlag, VariableFlags } from '../../plan-options.ts';

/** How a user would call another command on the same plan and state. */
export interface CommandContext {
  readonly file: string;
  readonly flags: VariableFlags & StateFlag;
  /**
   * The inputs that more than the connections of the plan are made of, so that another value changes steps.
   *
   * @default none is known to
   */
  readonly inputsOfSteps?: ReadonlySet<string>;
  /**
   * The plan itself, where `file` is a saved preview of some of its units.
   *
   * @default `file` is of all units
   */
  readonly whole?: CommandContext;
  /**
   * Of a run of a plan that was derived from the one that is named: the command that runs and continues it.
   *
   * @default the run is one of the plan itself
   */
  readonly again?: Again;
}

/** A command that does again what it did, and continues what was cut off. */
export interface Again {
  readonly verb: 'verify' | 'rollback';
  /** Its own options. */
  readonly more: readonly string[];
}

/** `waybill verify` as it was given. */
export function verifyAgain({ target = [], exclude = [], level }: SelectionFlags & { readonly level?: string }): Again {
  const more = [
    ...target.flatMap((pattern) => ['--target', pattern]),
    ...exclude.flatMap((pattern) => ['--exclude', pattern]),
    ...(level === undefined ? [] : ['--level', level]),
  ];
  return { verb: 'verify', more };
}

/** `waybill rollback` as it was given. */
export function rollbackAgain({
  target = [],
  deleteTarget = false,
}: SelectionFlags & { readonly deleteTarget?: boolean }): Again {
  const more = [...target.flatMap((pattern) => ['--target', pattern]), ...(deleteTarget ? ['--delete-target'] : [])];
  return { verb: 'rollback', more };
}

/** What continues a run that stopped. */
export function resumeCommand(context: CommandContext, ...more: readonly string[]): string {
  const { again } = context;
  return again === undefined
    ? commandLine('resume', context, ...more)
    : commandLine(again.verb, context, ...again.more, ...more);
}

/** `waybill approve shop.yaml 'sessions[eu-1]' --state x.db`: ready to be copied into a shell. */
export function commandLine(verb: string, context: CommandContext, ...more: readonly string[]): string {
  const { file, flags } = context;
  const words = [
    'waybill',
    ...verb.split(' '),
    file,
    ...more,
    ...(flags.provider ?? []).flatMap((path) => ['--provider', path]),
    ...(flags.state === undefined ? [] : ['--state', flags.state]),
    ...(flags.env === undefined ? [] : ['--env', flags.env]),
    ...(flags.varFile ?? []).flatMap((path) => ['--var-file', path]),
    ...(flags.var ?? []).flatMap((variable) => ['--var', variable]),
  ];
  return words.map(quoteWord).join(' ');
}

/** As a POSIX shell reads it back. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** In the place of values that only an operator has; the commands refuse it as it is. */
export const PLACEHOLDER = '...';
