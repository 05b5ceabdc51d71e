import { assertInvariant } from '../errors.ts';

/** Slots that are allocated at once. */
const SLOTS_IN_BLOCK = 4_096;

export interface Slot<Block> {
  readonly block: Block;
  /** Of the slot in its block, from 0. */
  readonly place: number;
}

/** Numbered slots of columns that are allocated in blocks, so that they can grow without being copied. */
export class SlotBlocks<Block> {
  readonly #createBlock: (slots: number) => Block;
  readonly #blocks: Block[];
  #size: number;

  /** `blocks`: those of another one, which are read; new slots are in blocks of its own. */
  constructor(createBlock: (slots: number) => Block, blocks: readonly Block[] = []) {
    this.#createBlock = createBlock;
    this.#blocks = [...blocks];
    this.#size = blocks.length * SLOTS_IN_BLOCK;
  }

  /** Slots that were ever taken; those of blocks of another one count as taken. */
  get size(): number {
    return this.#size;
  }

  /** Of this moment; more slots can be taken meanwhile. */
  get blocks(): readonly Block[] {
    return [...this.#blocks];
  }

  /** Gives the number of a new slot. */
  take(): number {
    if (this.#size % SLOTS_IN_BLOCK === 0) this.#blocks.push(this.#createBlock(SLOTS_IN_BLOCK));
    this.#size += 1;
    return this.#size - 1;
  }

  at(slot: number): Slot<Block> {
    const block = this.#blocks[Math.floor(slot / SLOTS_IN_BLOCK)];
    assertInvariant(block !== undefined, `slots are taken before they are read: ${slot}`);
    return { block, place: slot % SLOTS_IN_BLOCK };
  }
}

/** A column of things that are no numbers, as long as its block: one that grows keeps room for half as many more. */
export function emptySlots(slots: number): undefined[] {
  return Array.from({ length: slots });
}
