import type { Socket } from 'node:net';

/** Reads a connection in lines, or as it comes. It takes more from it only when it is asked for more. */
export class SocketReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The next line that is not empty, without its end. @throws Error if the connection ends before */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end < 0) {
        this.#rest = Buffer.concat([this.#rest, await this.#next()]);
        continue;
      }
      const line = this.#rest.toString('latin1', 0, end).replace(/\r$/, '');
      this.#rest = this.#rest.subarray(end + 1);
      if (line !== '') return line;
    }
  }

  /** At least one byte, and at most so many. @throws Error if the connection ends before */
  async some(maxBytes: number = Number.POSITIVE_INFINITY): Promise<Buffer> {
    const bytes = this.#rest.length > 0 ? this.#rest : await this.#next();
    const taken = bytes.subarray(0, Math.min(bytes.length, maxBytes));
    this.#rest = bytes.subarray(taken.length);
    return taken;
  }

  async #next(): Promise<Buffer> {
    const next = await this.#chunks.next();
    if (next.done === true) throw new Error('it was closed.');
    return next.value;
  }
}
