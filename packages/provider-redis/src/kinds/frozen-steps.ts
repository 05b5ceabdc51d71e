import { Reference, type StepBlueprint } from '@waybill/core';
import { COMPARE_OPEN_KEYS } from '../jobs/compare-open-keys.ts';
import { type Compared, countStep, jobStep } from './compared-steps.ts';

/** Seconds, since writers wait for it: how many keys there are; then all of them, or those of which the comparison before was not sure. */
export function frozenSteps(compared: Compared): readonly StepBlueprint[] {
  const count = countStep(compared, 'count-frozen', 'while nobody writes, both sides have the same number of keys');
  if (compared.level === 'counts') return [count];
  return [
    count,
    jobStep(compared, {
      name: 'compare-frozen',
      title: 'while nobody writes, the keys that are compared once more are equal',
      job: COMPARE_OPEN_KEYS,
      arguments: { left_open: new Reference(['steps', 'compare', 'outputs', 'left_open']) },
    }),
  ];
}
