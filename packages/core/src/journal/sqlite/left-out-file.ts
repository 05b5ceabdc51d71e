import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { JournalWriteError } from '../checkpoint-store.ts';
import type { LeftOutStore } from '../left-out-store.ts';
import { syncFolder } from './sync-folder.ts';

const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;

/** A file next to the state, of one JSON object a line. Readable by its owner only, as the state is. Made with its first line. */
export class LeftOutFile implements LeftOutStore, AsyncDisposable {
  readonly place: string;
  readonly #path: string;
  /** The end of what was appended last: writes of slices at work side by side follow each other. */
  #latest: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;

  constructor(statePath: string) {
    this.#path = leftOutPath(statePath);
    this.place = `${basename(this.#path)}, next to the state`;
  }

  /** @throws JournalWriteError */
  append(lines: readonly string[]): Promise<void> {
    const written = this.#latest.then(() => this.#append(lines));
    this.#latest = written.catch(() => {});
    return written;
  }

  async *read(): AsyncIterable<string> {
    try {
      const input = createReadStream(this.#path, { encoding: 'utf8' });
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#latest;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #append(lines: readonly string[]): Promise<void> {
    try {
      this.#file ??= await openToAppend(this.#path);
      await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await this.#file.datasync();
    } catch (error) {
      await this.#forgetFile();
      throw new JournalWriteError(this.#path, error);
    }
  }

  /** After a write that failed half-way: what is written next begins on a line of its own, as after a kill. */
  async #forgetFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }
}

/** Where it is for a state. */
export function leftOutPath(statePath: string): string {
  return `${statePath}.refused.jsonl`;
}

/** A process that was killed while it wrote leaves a part of a line: the next one begins on a line of its own. */
async function openToAppend(path: string): Promise<FileHandle> {
  const file = await open(path, FLAGS, 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) syncFolder(dirname(path));
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    if (size > 0 && buffer.toString() !== '\n') await file.appendFile('\n');
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
