import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from '@waybill/core';
import { COMMAND_SOURCE, commandProgram } from './command-program.ts';
import { createFolder, type ProcessEnd, StartedProcess } from './processes.ts';
import { SECRETS } from './sandboxed.ts';
import type { ServedSandbox } from './served-sandbox.ts';

export interface CommandLineOptions {
  readonly plan: string;
  /** Added to the secrets of the plans in `plans/`, which are always set. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of the plan's inputs. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Path of the state; default: the CLI's own, in the folder. */
  readonly state?: string;
}

/** The real command line on one plan in a folder of its own, as a user would run it there. */
export class CommandLine {
  readonly folder: string;
  readonly #options: CommandLineOptions;

  constructor(options: CommandLineOptions) {
    this.folder = createFolder();
    this.#options = options;
    writeFileSync(join(this.folder, 'plan.yaml'), options.plan);
  }

  /** On a plan with the inputs `search_endpoint`, `cache_endpoint` and `project_id`. */
  static on(sandbox: ServedSandbox, options: CommandLineOptions): CommandLine {
    const { url, projectId } = sandbox;
    return new CommandLine({
      ...options,
      env: { ...sandbox.env, ...options.env },
      variables: { search_endpoint: url, cache_endpoint: url, project_id: projectId, ...options.variables },
    });
  }

  /** `verb` may be two words, as in `state export`. */
  start(verb: string, ...more: readonly string[]): StartedProcess {
    return new StartedProcess(process.execPath, [commandProgram(), ...this.#words(verb, more)], this.#surroundings());
  }

  /** By another program, such as `nohup`; a shell that has one command only becomes that command, and names it in `_`. */
  startBy(program: string, verb: string, ...more: readonly string[]): StartedProcess {
    const words = ['-c', `${program} "$0" "$@"`, process.execPath, commandProgram(), ...this.#words(verb, more)];
    return new StartedProcess('bash', words, this.#surroundings());
  }

  /** With modules that are loaded before anything else, and may change the sources. */
  startPreloaded(preloads: readonly string[], verb: string, ...more: readonly string[]): StartedProcess {
    const words = preloads.flatMap((preload) => ['--import', preload]);
    return new StartedProcess(
      process.execPath,
      [...words, COMMAND_SOURCE, ...this.#words(verb, more)],
      this.#surroundings(),
    );
  }

  /** Below a shell that first runs `preparation`, such as a `ulimit`. */
  startPrepared(preparation: string, verb: string, ...more: readonly string[]): StartedProcess {
    const script = `${preparation}; exec "$0" "$@"`;
    const words = ['-c', script, process.execPath, commandProgram(), ...this.#words(verb, more)];
    return new StartedProcess('bash', words, this.#surroundings());
  }

  run(verb: string, ...more: readonly string[]): Promise<ProcessEnd> {
    return this.start(verb, ...more).ended;
  }

  /** The journal, oldest record first. */
  async journal(): Promise<readonly JournalRecord[]> {
    const { stdout } = expectCode(0, await this.run('state export'));
    return jsonLines(stdout).slice(1) as unknown as readonly JournalRecord[];
  }

  #words(verb: string, more: readonly string[]): readonly string[] {
    const { variables = {}, state } = this.#options;
    return [
      ...verb.split(' '),
      'plan.yaml',
      ...more,
      // No process of these tests has a terminal to ask on.
      ...(verb === 'apply' && !more.includes('--auto-approve') ? ['--auto-approve'] : []),
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      ...(state === undefined || verb === 'validate' || verb === 'graph' ? [] : ['--state', state]),
    ];
  }

  /** Nothing of the machine's own environment: the credentials of whoever runs the tests are not for the sandbox. */
  #surroundings() {
    const env = { PATH: process.env['PATH'] ?? '', HOME: this.folder, NO_COLOR: '1' };
    return { cwd: this.folder, env: { ...env, ...SECRETS, ...this.#options.env } };
  }
}

/** Throws with everything that the command printed when it ended in another way. */
export function expectCode(code: number, end: ProcessEnd): ProcessEnd {
  if (end.code === code) return end;
  throw new Error(`exit code ${end.code ?? end.signal}, not ${code}\n${end.stdout}\n${end.stderr}`);
}

export function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
