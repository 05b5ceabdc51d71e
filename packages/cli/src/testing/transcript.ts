import { quoteWord } from '../views/folds/command-line.ts';
import type { FakeIoOptions } from './fake-io.ts';
import type { SandboxSession, SessionResult } from './sandbox-session.ts';

/** A session as an operator would have seen it. */
export class Transcript {
  text = '';
  readonly #session: SandboxSession;

  constructor(session: SandboxSession) {
    this.#session = session;
  }

  /** Runs a command on the plan and throws when it has another exit code than the expected one. */
  async add(
    command: string,
    more: readonly string[],
    expected: number,
    options: FakeIoOptions = {},
  ): Promise<SessionResult> {
    const result = await this.#session.run(command, more, options);
    const words = [...command.split(' '), 'shop.yaml', ...more].map(quoteWord);
    this.text += `$ waybill ${this.#session.steady(words.join(' '))}\n${result.stdout}${result.stderr}[exit code ${result.code}]\n\n`;
    if (result.code !== expected) throw new Error(`expected exit code ${expected}:\n${this.text}`);
    return result;
  }
}
