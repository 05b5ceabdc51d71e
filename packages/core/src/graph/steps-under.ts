import type { Step } from './graph.ts';

/** The steps of a unit that are worth something only while a step of it holds: with it they are done again. `hold`: its address. */
export function stepsUnder<Any extends Pick<Step, 'repeats'>>(steps: readonly Any[], hold: string): readonly Any[] {
  return steps.filter(({ repeats = [] }) => repeats.includes(hold));
}
