import { emptySlots, SlotBlocks } from '../journal/slot-blocks.ts';
import { defined } from '../value/defined.ts';
import { isoTime } from './iso-time.ts';
import type { ReportAttempt } from './report.ts';
import type { StepHistory } from './step-history.ts';

/** What a single attempt that succeeded may have. */
const PACKED: ReadonlySet<string> = new Set([
  'attempt',
  'run',
  'started_at',
  'ended_at',
  'outcome',
  'token',
  'request_id',
] satisfies readonly (keyof ReportAttempt)[]);

/** Histories of steps that succeeded at the first try, in columns: those of 700,000 steps are in memory at once. */
export class PackedAttempts {
  readonly #slots = new SlotBlocks(createBlock);
  readonly #runs = new Names();

  /** Gives the slot of a history; undefined for one that has more. A slot is written once. */
  pack(history: StepHistory): number | undefined {
    const [attempt] = history.attempts;
    if (attempt === undefined || !isPlain(history, attempt)) return undefined;
    const slot = this.#slots.take();
    const { block, place } = this.#slots.at(slot);
    block.times[place * 2] = attempt.started_at === undefined ? Number.NaN : history.firstAt;
    block.times[place * 2 + 1] = history.lastAt;
    block.counts[place * 2] = attempt.attempt;
    block.counts[place * 2 + 1] = this.#runs.numberOf(attempt.run);
    block.tokens[place] = attempt.token;
    block.requestIds[place] = attempt.request_id;
    return slot;
  }

  /** A new object each time, equal to the one that was packed. The attempt is made when it is read. */
  unpack(slot: number): StepHistory {
    const { block, place } = this.#slots.at(slot);
    const run = this.#runs.nameOf(block.counts[place * 2 + 1] ?? 0);
    const startedAt = block.times[place * 2] ?? Number.NaN;
    const endedAt = block.times[place * 2 + 1] ?? 0;
    return {
      get attempts() {
        return [attemptOf(block, place, run)];
      },
      approved: undefined,
      firstAt: Number.isNaN(startedAt) ? endedAt : startedAt,
      lastAt: endedAt,
    };
  }
}

/**
 * Two numbers for each slot. In `times`: when it was started, `NaN` without an intent, and when it ended; in `counts`:
 * attempt and run.
 */
interface Block {
  readonly times: Float64Array;
  readonly counts: Int32Array;
  readonly tokens: (string | undefined)[];
  readonly requestIds: (string | undefined)[];
}

function createBlock(slots: number): Block {
  return {
    times: new Float64Array(slots * 2),
    counts: new Int32Array(slots * 2),
    tokens: emptySlots(slots),
    requestIds: emptySlots(slots),
  };
}

/** Its members are in the order in which `AttemptCollector` gives them. */
function attemptOf({ times, counts, tokens, requestIds }: Block, place: number, run: string): ReportAttempt {
  const attempt = counts[place * 2] ?? 0;
  const startedAt = times[place * 2] ?? Number.NaN;
  const ended_at = isoTime(times[place * 2 + 1] ?? 0);
  const more = defined({ request_id: requestIds[place] });
  if (Number.isNaN(startedAt)) return { attempt, run, ended_at, outcome: 'succeeded', ...more };
  const started_at = isoTime(startedAt);
  return { attempt, run, started_at, outcome: 'succeeded', ...defined({ token: tokens[place] }), ended_at, ...more };
}

function isPlain({ attempts, approved, firstAt, lastAt }: StepHistory, attempt: ReportAttempt): boolean {
  if (attempts.length !== 1 || approved !== undefined || attempt.outcome !== 'succeeded') return false;
  const startedAt = attempt.started_at ?? attempt.ended_at;
  if (startedAt !== isoTime(firstAt) || attempt.ended_at !== isoTime(lastAt)) return false;
  return Object.keys(attempt).every((name) => PACKED.has(name)) && (attempt.attempt | 0) === attempt.attempt;
}

/** The few names that there are, as numbers. */
class Names {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }
}
