import { type Plan, type SecretCommand, SecretCommandError, SecretCommandsRefusedError } from '@waybill/core';
import { connectionSecrets } from '@waybill/core/internal';
import { type RunSecretCommandsOptions, runSecretCommand } from './run-secret-command.ts';

/** What the commands printed. Holds secrets. */
export type CommandValues = (command: SecretCommand) => string | undefined;

/** Commands that run at once. */
const MAX_AT_ONCE = 4;

/** The secrets of a plan that come from commands, in its order. */
function namesOfCommands(plan: Pick<Plan, 'secrets'>): readonly string[] {
  return [...plan.secrets].flatMap(([name, source]) => (source.kind === 'command' ? [name] : []));
}

/**
 * Runs each distinct command of the plan's secrets once, a few at a time. All that fail are named in one error, without
 * anything that they printed.
 *
 * @throws SecretCommandError
 */
export async function runSecretCommands(
  plan: Pick<Plan, 'secrets'>,
  options: RunSecretCommandsOptions,
): Promise<CommandValues> {
  const { values, faults } = await trySecretCommands(plan, options);
  options.signal?.throwIfAborted();
  if (faults.size > 0)
    throw new SecretCommandError(
      [...plan.secrets].flatMap(([name, source]) => {
        const reason = source.kind === 'command' ? faults.get(keyOf(source)) : undefined;
        return reason === undefined || source.kind !== 'command' ? [] : [{ name, program: source.argv[0], reason }];
      }),
    );
  return (command) => values.get(keyOf(command));
}

export interface TriedCommands {
  readonly outputOf: CommandValues;
  /** Why there is no value; continues a sentence that begins with the program. */
  readonly faultOf: (command: SecretCommand) => string | undefined;
}

/** The same without an error: for finding out about all of them. */
export async function inspectSecretCommands(
  plan: Pick<Plan, 'secrets'>,
  options: RunSecretCommandsOptions,
): Promise<TriedCommands> {
  const { values, faults } = await trySecretCommands(plan, options);
  return { outputOf: (command) => values.get(keyOf(command)), faultOf: (command) => faults.get(keyOf(command)) };
}

interface Endings {
  readonly values: ReadonlyMap<string, string>;
  readonly faults: ReadonlyMap<string, string>;
}

async function trySecretCommands(plan: Pick<Plan, 'secrets'>, options: RunSecretCommandsOptions): Promise<Endings> {
  const commands = new Map<string, SecretCommand>();
  for (const source of plan.secrets.values()) if (source.kind === 'command') commands.set(keyOf(source), source);
  const values = new Map<string, string>();
  const faults = new Map<string, string>();
  const waiting = commands.entries();
  const work = async (): Promise<void> => {
    for (const [key, command] of waiting) {
      if (options.signal?.aborted === true) return;
      const ending = await runSecretCommand(command, options);
      if (ending.kind === 'value') values.set(key, ending.value);
      else faults.set(key, ending.reason);
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
  return { values, faults };
}

/** Two secrets with one command share its run, and its time limit. */
function keyOf({ argv, timeoutMs }: SecretCommand): string {
  return JSON.stringify([argv, timeoutMs]);
}

/**
 * Refuses a plan whose secrets come from commands, where running them was not allowed.
 *
 * @throws SecretCommandsRefusedError
 */
export function refuseSecretCommands(plan: Pick<Plan, 'secrets'>): void {
  const names = namesOfCommands(plan);
  if (names.length > 0) throw new SecretCommandsRefusedError(names);
}

/**
 * As `refuseSecretCommands`, of what these connections need.
 *
 * @throws SecretCommandsRefusedError
 */
export function refuseConnectionCommands(plan: Plan, aliases: ReadonlySet<string>): void {
  const providers = new Map([...plan.providers].filter(([alias]) => aliases.has(alias)));
  refuseSecretCommands({ secrets: connectionSecrets({ ...plan, providers }) });
}
