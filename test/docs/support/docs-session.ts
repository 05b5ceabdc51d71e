import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '@waybill/cli';
import { type Sandbox, startSandbox } from '@waybill/sandbox';
import { FakeIo } from '../../../packages/cli/src/testing/fake-io.ts';
import { createLeapingClock } from '../../../packages/cli/src/testing/leaping-clock.ts';
import { QUICK, SECRETS } from '../../../packages/cli/src/testing/sandbox-session.ts';
import { commandProgram } from '../../e2e/support/command-program.ts';
import { StartedProcess } from '../../e2e/support/processes.ts';
import { pointAtSandbox } from './point-at-sandbox.ts';
import type { Word } from './read-commands.ts';
import { ROOT } from './read-page.ts';

/** Of a DCS task, in the pages. */
const EXAMPLE_TASK = '8abf6e1e-72c0-4ee1-9d0d-0f5e3a9b2c11';

export interface RunOptions {
  readonly answer?: string | undefined;
  readonly interruptAt?: string | undefined;
  /** Added to what is set already. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A reader's folder: the example plans, the page's own, and a sandbox that stands in for the vendors. */
export class DocsSession implements AsyncDisposable {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly #env: Record<string, string>;
  /** Of processes: pages run beside each other, so that no test that runs now could be asked to end them. */
  readonly #kills: (() => void)[] = [];

  static async open(): Promise<DocsSession> {
    const session = new DocsSession(await startSandbox({ seed: 5, durations: QUICK, clock: createLeapingClock() }));
    mkdirSync(join(session.folder, 'plans'));
    for (const name of readdirSync(join(ROOT, 'plans')).filter((file) => /\.(yaml|csv)$/.test(file)))
      session.write(join('plans', name), readFileSync(join(ROOT, 'plans', name), 'utf8'));
    return session;
  }

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-docs-'));
    const { alicloud, huaweicloud } = sandbox.credentials;
    this.#env = {
      ...SECRETS,
      REDIS_OLD_PASSWORD: 'canary-redis-55',
      REDIS_NEW_PASSWORD: 'canary-redis-56',
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
      HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
      HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
    };
  }

  /** A plan is pointed at the sandbox; any other text is written as it is. */
  write(name: string, text: string): void {
    this.writeAsIs(name, /\.ya?ml$/.test(name) ? pointAtSandbox(text, this.sandbox.url) : text);
  }

  writeAsIs(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  copy(from: string, to: string): void {
    cpSync(join(this.folder, from), join(this.folder, to), { recursive: true });
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { recursive: true });
  }

  /** `export NAME=value` of a page. */
  setVariable(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** `*` as a shell fills it in, and the id of a task as a reader does who has looked it up. */
  expand(words: readonly Word[]): readonly string[] {
    const [task] = this.sandbox.control.state().huaweicloud.tasks;
    return words.flatMap(({ text: written, isQuoted }) => {
      const text = written.replace(EXAMPLE_TASK, task?.taskId ?? EXAMPLE_TASK);
      const paths = isQuoted || !text.includes('*') ? [] : globSync(text, { cwd: this.folder }).toSorted();
      return paths.length === 0 ? [text] : paths;
    });
  }

  async run(argv: readonly string[], { answer, interruptAt, env }: RunOptions = {}): Promise<RunResult> {
    const io = new FakeIo({
      cwd: this.folder,
      env: { ...this.#env, ...env },
      ...(answer === undefined ? {} : { answer }),
    });
    const interruptOnce = (): void => {
      if (interruptAt === undefined || !io.stdout.text.includes(interruptAt)) return;
      io.stdout.onWrite = () => {};
      queueMicrotask(() => io.interrupt());
    };
    io.stdout.onWrite = interruptOnce;
    const code = await runCli(argv, io);
    return { code, stdout: io.stdout.text, stderr: io.stderr.text };
  }

  /** The real command in a process of its own, which ends with this session at the latest. */
  start(argv: readonly string[]): StartedProcess {
    const env = { ...this.#env, PATH: process.env['PATH'] ?? '' };
    const atEnd = (kill: () => void): void => void this.#kills.push(kill);
    return new StartedProcess(process.execPath, [commandProgram(), ...argv], { cwd: this.folder, env, atEnd });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const kill of this.#kills) kill();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
