import { CliError } from './cli-error.ts';
import { expectWritable } from './write-whole.ts';

/**
 * Found before the work whose result is written, and not after it.
 *
 * @throws CliError when the file that an option names cannot be written
 */
export function expectOutput(option: string, path: string, cwd: string): void {
  try {
    expectWritable(path, cwd);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('CLI_OPTION_INVALID', `${option} ${path} cannot be written: ${why}.`, 'Name another file.');
  }
}
