import type { PlannedUnit } from '../graph/graph.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import type { CheckRead, ReadEnding } from '../steps/check/judge-check.ts';
import { canonicalJson } from '../value/canonical-json.ts';

/** One distinct read, made once however many checks want its answer. */
export interface Reading extends CheckRead {
  readonly questions: Question[];
  /** Undefined until it has ended, and let go once every question has its finding: an answer can be large. */
  ending: ReadEnding | undefined;
  openQuestions: number;
}

/** A check step, and the readings whose answers it is judged by. */
export interface Question {
  readonly step: StepWith<'isAskedByPreflight'>;
  readonly unit: PlannedUnit;
  /** In the order in which the check's judge takes their answers. */
  readonly readings: readonly Reading[];
}

/** The distinct reads of one provider, in the order in which the plan first wants them. */
export class ReadingList {
  readonly #byKey = new Map<string, Reading>();

  get size(): number {
    return this.#byKey.size;
  }

  values(): Iterable<Reading> {
    return this.#byKey.values();
  }

  add(read: CheckRead): Reading {
    const key = `${read.operation}\n${canonicalJson(read.args)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const added: Reading = { ...read, questions: [], ending: undefined, openQuestions: 0 };
    this.#byKey.set(key, added);
    return added;
  }
}

/** `readings`: one for each read of the check, in the order in which its judge takes their answers. */
export function addQuestion({ step, unit, readings }: Question): void {
  const question = { step, unit, readings };
  for (const reading of new Set(readings)) {
    reading.questions.push(question);
    reading.openQuestions += 1;
  }
}
