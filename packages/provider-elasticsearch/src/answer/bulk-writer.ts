import { giveMemory, takeMemory } from './bulk-memory.ts';
import type { Hit, Place } from './read-hits.ts';

/** Writes the body of a bulk that creates documents: for each a line that says so, and its source. */
export class BulkWriter {
  readonly #from: Buffer;
  readonly #begin: Buffer;
  #memory: Buffer;
  #length = 0;
  #count = 0;

  /** @param begin what `beginOfAction` makes */
  constructor(from: Buffer, begin: Buffer) {
    this.#from = from;
    this.#begin = begin;
    // What a search says beside a document is longer than what a bulk says.
    this.#memory = takeMemory(from.length);
  }

  get count(): number {
    return this.#count;
  }

  /** What has been written: a part of `memory`. */
  get body(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  get memory(): Buffer {
    return this.#memory;
  }

  add({ id, routing, source }: Hit): void {
    const routed = routing.from === -1 ? 0 : ROUTING.length + routing.to - routing.from;
    const parts = id.to - id.from + routed + source.to - source.from;
    this.#makeRoom(this.#begin.length + parts + END.length + 1);
    this.#append(this.#begin);
    this.#copy(id);
    if (routing.from !== -1) {
      this.#append(ROUTING);
      this.#copy(routing);
    }
    this.#append(END);
    this.#copy(source);
    this.#memory[this.#length] = LINE_FEED;
    this.#length += 1;
    this.#count += 1;
  }

  #makeRoom(sizeBytes: number): void {
    if (this.#length + sizeBytes <= this.#memory.length) return;
    const full = this.#memory;
    this.#memory = takeMemory(2 * (this.#length + sizeBytes));
    full.copy(this.#memory, 0, 0, this.#length);
    giveMemory(full);
  }

  #append(text: Buffer): void {
    this.#memory.set(text, this.#length);
    this.#length += text.length;
  }

  #copy({ from, to }: Place): void {
    this.#from.copy(this.#memory, this.#length, from, to);
    this.#length += to - from;
  }
}

const ROUTING = Buffer.from(',"routing":');
const END = Buffer.from('}}\n');
const LINE_FEED = 0x0a;

/** Up to the id of the document. `type`: of the mapping, where the cluster has types. */
export function beginOfAction(type: string | undefined): Buffer {
  const typed = type === undefined ? '' : `"_type":${JSON.stringify(type)},`;
  return Buffer.from(`{"create":{${typed}"_id":`);
}
