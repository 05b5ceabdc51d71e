import type { LeftOutStore } from '../../journal/left-out-store.ts';
import type { JobContext } from '../../provider/job.ts';
import type { Difference } from '../../provider/verification.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';

/** Member of a slice's result: of which attempt the lines are. Absent where nothing was left out. */
const ATTEMPT = 'left_out';

/** A line of what was left out; it is stored with its details beside the rest. */
export interface LeftOutLine extends Difference {
  readonly step: string;
  readonly slice: string;
  /** See `LeftOutAttempt`, as `textOfAttempt` writes it. */
  readonly attempt: string;
}

/** An attempt at a slice. Of those at one slice the one counts whose result is journaled; before there is one, the latest. */
export interface LeftOutAttempt {
  readonly stateId: string;
  /** Of the unit. */
  readonly generation: number;
  /** The fingerprint of the step when its slices were planned. */
  readonly planned: string;
  /** Tells it from others at the same slice. */
  readonly id: string;
}

type LeftOutSink = NonNullable<JobContext['leftOut']>;

interface Writing {
  readonly store: LeftOutStore;
  readonly step: string;
  readonly slice: string;
  /** Asked once something is left out. */
  readonly attempt: () => LeftOutAttempt;
  /** What of it may be kept. */
  readonly clean: (difference: JsonObject) => JsonObject;
}

/** Writes what one attempt at a slice leaves out. */
export class LeftOutWriter implements LeftOutSink {
  readonly #writing: Writing;
  /** Undefined: nothing was left out so far. */
  #attempt: string | undefined;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  get place(): string {
    return this.#writing.store.place;
  }

  async add(found: readonly Difference[]): Promise<void> {
    if (found.length === 0) return;
    const { store, step, slice, attempt, clean } = this.#writing;
    this.#attempt ??= textOfAttempt(attempt());
    const place = { step, slice, attempt: this.#attempt };
    await store.append(
      found.map(({ what, id, details }) => JSON.stringify({ ...clean({ what, id, ...details }), ...place })),
    );
  }

  /** The result of the slice, with which attempt the lines are of. */
  markResult(result: JsonObject): JsonObject {
    return this.#attempt === undefined ? result : { ...result, [ATTEMPT]: this.#attempt };
  }
}

/** Undefined where the slice has left nothing out. */
export function leftOutAttemptOf({ [ATTEMPT]: attempt }: JsonObject): string | undefined {
  return typeof attempt === 'string' ? attempt : undefined;
}

function textOfAttempt({ stateId, generation, planned, id }: LeftOutAttempt): string {
  return [stateId.slice(0, NAMED_CHARACTERS), generation, planned.slice(0, NAMED_CHARACTERS), id].join('-');
}

/** Enough to tell a state from one that was at its place before, and slices from those that were planned before. */
const NAMED_CHARACTERS = 12;

/** What every attempt at slices of a step begins with, as they were planned last. */
export function beginOfAttempts(planned: Omit<LeftOutAttempt, 'id'>): string {
  return textOfAttempt({ ...planned, id: '' });
}

/** Undefined for what is no such line: a part of one is left where a process was killed. */
export function parseLeftOutLine(text: string): LeftOutLine | undefined {
  const line = parsed(text);
  if (!isJsonObject(line)) return undefined;
  if (!Object.values(line).every((each) => typeof each === 'string')) return undefined;
  const { step, slice, attempt, what, id, ...details } = line as Readonly<Record<string, string>>;
  if (step === undefined || slice === undefined || attempt === undefined) return undefined;
  if (what === undefined || id === undefined) return undefined;
  return { step, slice, attempt, what, id, ...defined({ details: nonEmpty(details) }) };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
