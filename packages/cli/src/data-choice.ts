import type { DataPlaneOption, SandboxDataPlane } from '@waybill/sandbox';

/** What `--data` can be, with the options that only this choice has: as much as help shows of it. */
export interface DataChoice extends Pick<SandboxDataPlane, 'name' | 'summary'> {
  readonly options: readonly Pick<DataPlaneOption, 'name' | 'value' | 'help'>[];
}

/** The choice that needs nothing. */
export const SIMULATED = 'simulated';
/** All of those that need real servers. */
export const REAL = 'real';

/** The flag under which the value of an option is found. */
export function flagOf({ name }: Pick<DataPlaneOption, 'name'>): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * `own`: the options that the command has besides.
 *
 * @throws Error if two choices have one name, or one option is of two of them or of the command itself
 */
export function refuseShared(choices: readonly DataChoice[], own: readonly string[]): void {
  const owners = new Map<string, string>(own.map((name) => [name, 'the command itself']));
  const names = new Set<string>([SIMULATED, REAL]);
  for (const { name: choice, options } of choices) {
    if (names.has(choice) || choice.includes(','))
      throw new Error(`No data plane can have the name ${choice}: it is taken.`);
    names.add(choice);
    for (const { name } of options) {
      const owner = owners.get(name);
      if (owner !== undefined)
        throw new Error(
          `The data plane ${choice} has the option --${name}, and so has ${owner}. Rename one of the two.`,
        );
      owners.set(name, `the data plane ${choice}`);
    }
  }
}
