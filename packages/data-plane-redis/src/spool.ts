import { type FileHandle, open } from 'node:fs/promises';

/** A file that has been read to its end begins anew when it is longer than this. */
const REUSE_BYTES = 1024 * 1024;
const READ_BYTES = 256 * 1024;

/** Bytes that wait on disk until they are read, in order: one writer, one reader, and little memory. */
export class Spool implements AsyncDisposable {
  readonly #file: FileHandle;
  #written = 0;
  #read = 0;
  #end: { readonly error?: Error } | undefined;
  #wake: () => void = () => {};

  static async create(path: string): Promise<Spool> {
    return new Spool(await open(path, 'w+'));
  }

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Not before the one before has ended. */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.#read === this.#written && this.#written > REUSE_BYTES) {
      await this.#file.truncate(0);
      this.#written = 0;
      this.#read = 0;
    }
    await this.#file.write(bytes, 0, bytes.length, this.#written);
    this.#written += bytes.length;
    this.#wake();
  }

  /** Nothing more is appended; the reader gets what is there, and then the error. */
  end(error?: Error): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  /**
   * As much as is there, of at least `minBytes`; waits until there is. Undefined: it has ended before.
   *
   * @throws the error that it has ended with
   */
  async read(minBytes: number): Promise<Buffer | undefined> {
    while (this.#written - this.#read < minBytes) {
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end !== undefined) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const length = Math.min(this.#written - this.#read, Math.max(minBytes, READ_BYTES));
    const bytes = Buffer.allocUnsafe(length);
    await this.#file.read(bytes, 0, length, this.#read);
    this.#read += length;
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await this.#file.close();
  }
}
