import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const MOST_BYTES = 1_000_000;

/**
 * Beside the state: what a run that is in progress says of itself to other processes on its host. It is no part of the
 * state, and where it cannot be written the run continues without. Readable by its owner only, as the state is.
 */
export class LiveFile {
  readonly #path: string;

  constructor(statePath: string) {
    this.#path = `${statePath}.live.json`;
  }

  /** Whoever reads meanwhile sees the old text or the new one. False when it cannot be written. */
  replace(text: string): boolean {
    const draft = `${this.#path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
      renameSync(draft, this.#path);
      return true;
    } catch {
      rmSync(draft, { force: true });
      return false;
    }
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  /** Undefined when there is none, and when it is larger than any that is written here. */
  read(): string | undefined {
    try {
      return statSync(this.#path).size > MOST_BYTES ? undefined : readFileSync(this.#path, 'utf8');
    } catch {
      return undefined;
    }
  }
}
