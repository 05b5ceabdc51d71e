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
  readonly derived?: DerivedCommand;
  /**
   * Whether a gate, by its address, leads clients to the target.
   *
   * @default none does
   */
  readonly isCutover?: (gate: string) => boolean;
  /**
   * Units whose sides were not equal when they were compared last.
   *
   * @default none are known
   */
  readonly differing?: ReadonlySet<string>;
}

/** A command that runs a derived plan. Given once more, it continues what was cut off, and otherwise does all of it anew. */
export interface DerivedCommand {
  readonly verb: 'verify' | 'rollback';
  /** Its own options, as words of a command line. */
  readonly options: readonly string[];
  /**
   * Of a rollback: something that was made at a target is kept, and a later one can delete it.
   *
   * @default false
   */
  readonly isDeletable?: boolean;
}

/** `waybill verify` as it was given. */
export function verifyCommand({
  target = [],
  exclude = [],
  level,
}: SelectionFlags & { readonly level?: string }): DerivedCommand {
  const options = [
    ...target.flatMap((pattern) => ['--target', pattern]),
    ...exclude.flatMap((pattern) => ['--exclude', pattern]),
    ...(level === undefined ? [] : ['--level', level]),
  ];
  return { verb: 'verify', options };
}

/** `waybill rollback` as it was given. */
export function rollbackCommand({
  target = [],
  copyBack = false,
  deleteTarget = false,
  reason,
}: SelectionFlags & {
  readonly copyBack?: boolean;
  readonly deleteTarget?: boolean;
  readonly reason?: string;
}): DerivedCommand {
  const options = [
    ...target.flatMap((pattern) => ['--target', pattern]),
    ...(copyBack ? ['--copy-back'] : []),
    ...(deleteTarget ? ['--delete-target'] : []),
    ...(reason === undefined ? [] : ['--reason', reason]),
  ];
  return { verb: 'rollback', options };
}

/** What opens gates of units: a cut-over is shown with what it means, and continued at once. */
export function openingCommand(
  units: readonly string[],
  { isCutover, ...context }: Omit<CommandContext, 'isCutover'> & { readonly isCutover: boolean },
): string {
  if (!isCutover) return commandLine('approve', context, ...units);
  return commandLine('cutover', context, ...units.flatMap((unit) => ['--target', unit]));
}

/** What continues a run that stopped. */
export function resumeCommand(context: CommandContext, ...more: readonly string[]): string {
  const { derived } = context;
  return derived === undefined
    ? commandLine('resume', context, ...more)
    : commandLine(derived.verb, context, ...derived.options, ...more);
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
