import { WaybillError } from '../errors.ts';
import { familyOf } from '../plan/secret-family.ts';

/** Secrets come from commands, and running them was not allowed. None was run. */
export class SecretCommandsRefusedError extends WaybillError {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(
      'RUN_SECRET_COMMANDS',
      `These secrets of the plan come from commands, which are not run unless that is allowed: ${listNames(names)}.`,
      {
        hint: 'Check the commands under `secrets:` of the plan, and allow them with --allow-secret-commands, which `waybill apply`, `resume`, `approve`, `verify`, `cutover`, `rollback`, `doctor`, `discover`, `orphans` and `state adopt` have. Nothing else runs them.',
      },
    );
    this.names = names;
  }
}

export interface FailedCommand {
  /** Of the secret. */
  readonly name: string;
  readonly program: string;
  /** Continues a sentence that begins with the program. */
  readonly reason: string;
}

/** Commands of secrets that gave no value: all of them at once. Holds nothing that they printed. */
export class SecretCommandError extends WaybillError {
  readonly names: readonly string[];

  constructor(failures: readonly FailedCommand[]) {
    const groups = Map.groupBy(failures, ({ program, reason }) => `${program} ${reason}`);
    const list = [...groups].map(([what, of]) => `${what} (${listNames(of.map(({ name }) => name))})`).join('; ');
    super('RUN_SECRET_COMMAND_FAILED', `Commands of secrets gave no value: ${list}.`, {
      hint: 'Run the command by hand: it has to print the value as one line and exit with 0. What it prints is not shown here.',
    });
    this.names = failures.map(({ name }) => name);
  }
}

const SHOWN_OF_GROUP = 5;

/** `es, cache[cart], cache[users] and 44 more of cache`. */
function listNames(names: readonly string[]): string {
  const groups = Map.groupBy(names, (name) => familyOf(name) ?? '');
  return [...groups]
    .map(([family, members]) => {
      const more = family === '' ? 0 : members.length - SHOWN_OF_GROUP;
      if (more <= 0) return members.join(', ');
      return `${members.slice(0, SHOWN_OF_GROUP).join(', ')} and ${more} more of ${family}`;
    })
    .join(', ');
}
