import type { CommandLine } from './command-line.ts';
import { readAllFiles, type Written } from './find-secrets.ts';
import type { ProcessEnd, StartedProcess } from './processes.ts';

/** Runs commands one after the other and keeps everything that any of them wrote, also what the next one changes. */
export class Session {
  readonly written: Written[] = [];
  readonly #cli: CommandLine;

  constructor(cli: CommandLine) {
    this.#cli = cli;
  }

  run(verb: string, ...more: readonly string[]): Promise<ProcessEnd> {
    return this.follow(verb, this.#cli.start(verb, ...more));
  }

  /** Waits for a command that was started already. */
  async follow(name: string, command: StartedProcess): Promise<ProcessEnd> {
    const end = await command.ended;
    this.written.push(
      { name: `stdout of ${name}`, bytes: Buffer.from(end.stdout) },
      { name: `stderr of ${name}`, bytes: Buffer.from(end.stderr) },
      ...readAllFiles(this.#cli.folder).filter(({ name: path }) => !path.endsWith('plan.yaml')),
    );
    return end;
  }
}
