import type { Graph } from '../graph/graph.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { beginOfAttempts, type LeftOutLine, leftOutAttemptOf, parseLeftOutLine } from '../steps/job/left-out-writer.ts';
import type { FoundDifference, LeftOutBySteps } from './collect-differences.ts';

const NOTHING: LeftOutBySteps = new Map();

/**
 * What work left out: each document or key of a unit once, by its latest line, sorted by its id. What an attempt wrote whose
 * slice was done again counts no more, nor what a unit left out that was started over. Takes no lock.
 */
export async function readLeftOut(
  store: CheckpointStore,
  { renames }: Pick<Graph, 'renames'>,
): Promise<LeftOutBySteps> {
  const lines = await linesOf(store);
  if (lines.length === 0) return NOTHING;
  const planned = new PlannedSlices(store.header.stateId);
  await readJournal(store, renames, (record) => planned.add(record));
  const current = planned.current(lines.map((line) => ({ ...line, step: renames.step(line.step) })));
  return Map.groupBy(eachOnce(current), ({ step }) => step);
}

async function linesOf({ leftOut }: Pick<CheckpointStore, 'leftOut'>): Promise<readonly LeftOutLine[]> {
  const lines: LeftOutLine[] = [];
  if (leftOut === undefined) return lines;
  for await (const text of leftOut.read()) {
    const line = parseLeftOutLine(text);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

interface PlannedStep {
  /** What its attempts begin with. */
  readonly begin: string;
  /** By slices that are done, the attempt whose result is journaled; undefined: it left nothing out. */
  readonly done: Map<string, string | undefined>;
}

/** Which attempts at slices count, by the journal. */
class PlannedSlices {
  readonly #stateId: string;
  readonly #steps = new Map<string, PlannedStep>();
  readonly #generations = new Map<string, number>();

  constructor(stateId: string) {
    this.#stateId = stateId;
  }

  add(record: JournalRecord): void {
    switch (record.kind) {
      case 'job.planned': {
        const generation = this.#generations.get(unitOfStep(record.step)) ?? 0;
        const begin = beginOfAttempts({ stateId: this.#stateId, generation, planned: record.fingerprint });
        this.#steps.set(record.step, { begin, done: new Map() });
        return;
      }
      case 'slice.done': {
        const done = this.#steps.get(record.step)?.done;
        if (done?.has(record.slice) === false) done.set(record.slice, leftOutAttemptOf(record.result));
        return;
      }
      case 'unit.redone':
        this.#generations.set(record.unit, (this.#generations.get(record.unit) ?? 0) + 1);
        for (const step of record.steps) this.#steps.delete(step);
        return;
      default:
        return;
    }
  }

  current(lines: readonly LeftOutLine[]): readonly LeftOutLine[] {
    const ofStep = lines.filter(({ step, attempt }) => {
      const planned = this.#steps.get(step);
      return planned !== undefined && attempt.startsWith(planned.begin);
    });
    const latest = new Map(ofStep.map((line) => [placeOf(line), line.attempt]));
    return ofStep.filter((line) => {
      const done = this.#steps.get(line.step)?.done;
      return line.attempt === (done?.has(line.slice) === true ? done.get(line.slice) : latest.get(placeOf(line)));
    });
  }
}

function placeOf({ step, slice }: LeftOutLine): string {
  return JSON.stringify([step, slice]);
}

/** A later line of the same takes the place of an earlier one, also of an earlier step of the unit. */
function eachOnce(lines: readonly LeftOutLine[]): readonly FoundDifference[] {
  const latest = new Map<string, FoundDifference>();
  for (const { slice: _slice, attempt: _attempt, ...line } of lines) {
    const found = { ...line, unit: unitOfStep(line.step) };
    latest.set(keyOf(found), found);
  }
  return [...latest.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

function keyOf({ unit, what, id, details }: FoundDifference): string {
  return JSON.stringify([unit, what, id, details?.['index'], details?.['routing']]);
}
