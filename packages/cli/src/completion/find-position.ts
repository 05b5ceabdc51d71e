import type { Argument, Command, Option } from 'commander';

/** What the word under the cursor is, as far as the words before it tell. */
export interface Position {
  /** The whole tree. */
  readonly program: Command;
  readonly command: Command;
  readonly place: OptionName | OptionValue | ArgumentValue | SubcommandName | Nothing;
  /** Arguments given so far, options and their values left out. */
  readonly given: readonly string[];
  /** Long names of the options given so far. */
  readonly options: readonly string[];
  /** What was given for `--var` and `--var-file`, by the option's long name. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export interface OptionName {
  readonly kind: 'option-name';
}
export interface OptionValue {
  readonly kind: 'option-value';
  readonly option: Option;
}
export interface ArgumentValue {
  readonly kind: 'argument';
  readonly argument: Argument;
}
export interface SubcommandName {
  readonly kind: 'subcommand';
}
export interface Nothing {
  readonly kind: 'nothing';
}

/** Walks the tree of commands along the words before the cursor. `current` is the word under it, maybe empty. */
export function findPosition(program: Command, before: readonly string[], current: string): Position {
  const walk: Walk = { command: program, given: [], options: [], values: new Map(), pending: undefined, isRaw: false };
  for (const word of before) step(walk, word);
  const { command, given, options, values, pending } = walk;
  return { program, command, place: placeOf(walk, pending, current), given, options, values };
}

interface Walk {
  command: Command;
  given: string[];
  options: string[];
  readonly values: Map<string, string[]>;
  /** An option that waits for its value. */
  pending: Option | undefined;
  /** After `--` every word is an argument. */
  isRaw: boolean;
}

function step(walk: Walk, word: string): void {
  if (walk.pending !== undefined) {
    const name = walk.pending.long ?? '';
    walk.values.set(name, [...(walk.values.get(name) ?? []), word]);
    walk.pending = undefined;
  } else if (word === '--') walk.isRaw = true;
  else if (word.startsWith('-') && !walk.isRaw) takeOption(walk, word);
  else takeArgument(walk, word);
}

function takeOption(walk: Walk, word: string): void {
  const [name, value] = splitOption(word);
  const option = walk.command.options.find(({ long, short }) => long === name || short === name);
  if (option?.long === undefined || option.long === null) return;
  walk.options.push(option.long);
  if (!option.required && !option.optional) return;
  walk.pending = option;
  if (value !== undefined) step(walk, value);
}

/** `--format=json` as its two parts. */
export function splitOption(word: string): readonly [name: string, value?: string] {
  const at = word.indexOf('=');
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function takeArgument(walk: Walk, word: string): void {
  const sub =
    walk.given.length === 0 ? visibleCommands(walk.command).find((command) => command.name() === word) : undefined;
  if (sub === undefined) walk.given.push(word);
  else walk.command = sub;
}

/** With `help`, which is no command of the tree. */
export function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

function placeOf({ command, given, isRaw }: Walk, pending: Option | undefined, current: string): Position['place'] {
  if (pending !== undefined) return { kind: 'option-value', option: pending };
  if (current.startsWith('-') && !isRaw) return { kind: 'option-name' };
  if (command.commands.length > 0) return given.length === 0 ? { kind: 'subcommand' } : { kind: 'nothing' };
  const declared = command.registeredArguments;
  const last = declared.at(-1);
  const argument = declared[given.length] ?? (last?.variadic === true ? last : undefined);
  return argument === undefined ? { kind: 'nothing' } : { kind: 'argument', argument };
}
