import type { Provider } from '../provider/provider.ts';
import { type CheckOutcome, judgeCheck, type ReadEnding } from '../steps/check/judge-check.ts';
import type { PreflightScope } from './preflight-scope.ts';
import type { Question, Reading } from './reading.ts';

export interface JudgedQuestion {
  readonly question: Question;
  readonly outcome: CheckOutcome;
}

/** The outcome of every check for which this is the last answer. Answers that nobody waits for any more are let go. */
export function* judgeQuestions(
  reading: Reading,
  ending: ReadEnding,
  providerOf: (alias: string) => Provider,
  scope: PreflightScope,
): Generator<JudgedQuestion> {
  reading.ending = ending;
  const touched = new Set([reading]);
  for (const question of reading.questions) {
    const endings = question.readings.map((other) => other.ending).filter((other) => other !== undefined);
    if (endings.length < question.readings.length) continue;
    const { step, unit, readings } = question;
    const expected = scope.resolve(step.expect, unit);
    yield {
      question,
      outcome: judgeCheck({ step, provider: providerOf(step.provider), reads: readings, endings, expected }),
    };
    for (const other of new Set(readings)) {
      other.openQuestions -= 1;
      touched.add(other);
    }
  }
  for (const other of touched) if (other.openQuestions === 0) other.ending = undefined;
}
