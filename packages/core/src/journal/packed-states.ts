import type { JsonObject } from '../value/value.ts';
import { emptySlots, SlotBlocks } from './slot-blocks.ts';
import type { StepState } from './step-state.ts';

const NO_IDS: readonly string[] = [];

const FINGERPRINT_BYTES = 8;
const FINGERPRINT = /^[0-9a-f]{16}$/;

/**
 * The states of steps that are done, in columns: as objects, those of 100,000 units take more memory than anything else of
 * a run. A slot is written once, so that who keeps the blocks of one moment keeps what they said then.
 */
export class PackedStates {
  readonly #slots: SlotBlocks<Block>;

  constructor(blocks: readonly Block[] = []) {
    this.#slots = new SlotBlocks(createBlock, blocks);
  }

  /** Slots that were ever taken. */
  get size(): number {
    return this.#slots.size;
  }

  /** Of this moment; more can be packed meanwhile. */
  get blocks(): readonly Block[] {
    return this.#slots.blocks;
  }

  /** Gives the slot of a state; undefined for one that has more than a done step mostly has. */
  pack(state: StepState): number | undefined {
    if (!isPlain(state)) return undefined;
    const slot = this.#slots.take();
    const { block, place } = this.#slots.at(slot);
    block.fingerprints.write(state.fingerprint, place * FINGERPRINT_BYTES, FINGERPRINT_BYTES, 'hex');
    block.times[place * 2] = state.at;
    block.times[place * 2 + 1] = state.intendedAtMs;
    block.counts[place * 2] = state.attempt;
    block.counts[place * 2 + 1] = state.run ?? 0;
    block.outputs[place] = Object.keys(state.outputs).length === 0 ? undefined : state.outputs;
    block.tokens[place] = state.token;
    return slot;
  }

  /** A new object each time, equal to the one that was packed. */
  unpack(slot: number): StepState {
    const { block, place } = this.#slots.at(slot);
    const start = place * FINGERPRINT_BYTES;
    const state: StepState = {
      status: 'succeeded',
      attempt: block.counts[place * 2] ?? 0,
      fingerprint: block.fingerprints.toString('hex', start, start + FINGERPRINT_BYTES),
      acceptedFingerprint: undefined,
      outputs: block.outputs[place] ?? {},
      token: block.tokens[place],
      existingIds: NO_IDS,
      before: undefined,
      intendedAtMs: block.times[place * 2 + 1] ?? 0,
      failure: undefined,
      at: block.times[place * 2] ?? 0,
    };
    const run = block.counts[place * 2 + 1] ?? 0;
    return run === 0 ? state : { ...state, run };
  }
}

/** Two numbers for each slot in `times`: of its last record and of its intent; and in `counts`: attempt and run. */
export interface Block {
  readonly fingerprints: Buffer;
  readonly times: Float64Array;
  readonly counts: Int32Array;
  /** Undefined for none: most steps have none, and each would have an empty object of its own. */
  readonly outputs: (JsonObject | undefined)[];
  readonly tokens: (string | undefined)[];
}

function createBlock(slots: number): Block {
  return {
    fingerprints: Buffer.alloc(slots * FINGERPRINT_BYTES),
    times: new Float64Array(slots * 2),
    counts: new Int32Array(slots * 2),
    outputs: emptySlots(slots),
    tokens: emptySlots(slots),
  };
}

const NOT_PACKED: readonly (keyof StepState)[] = [
  'acceptedFingerprint',
  'before',
  'holds',
  'failure',
  'foundIds',
  'disownedIds',
  'job',
  'approvals',
];

function isPlain(state: StepState): boolean {
  if (state.status !== 'succeeded' || state.existingIds.length > 0 || !FINGERPRINT.test(state.fingerprint))
    return false;
  return NOT_PACKED.every((name) => state[name] === undefined) && isCount(state.attempt) && isCount(state.run ?? 1);
}

/** `counts` holds 32 bits of it. */
function isCount(value: number): boolean {
  return value > 0 && (value | 0) === value;
}
