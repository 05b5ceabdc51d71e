import { Writable } from 'node:stream';
import type { TextOutput } from '../../cli-io.ts';

/** An output as a stream whose size is the terminal's at that moment: what drawing in place needs. */
export class TerminalStream extends Writable {
  readonly isTTY = true;
  readonly #output: TextOutput;

  constructor(output: TextOutput) {
    super({ decodeStrings: false });
    this.#output = output;
  }

  get columns(): number {
    return this.#output.size().columns;
  }

  get rows(): number {
    return this.#output.size().rows;
  }

  override _write(text: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#output.write(text.toString());
    done();
  }
}
