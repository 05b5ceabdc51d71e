import { expect, test } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import { hasOpenTask } from './has-open-task.ts';

const unit = {
  address: 'orders',
  activity: { opens: 'create', closes: 'wait', target: 't' },
  steps: [{ name: 'create' }, { name: 'wait' }, { name: 'verify' }],
} as unknown as PlannedUnit;

test.each([
  ['nothing has begun', {}, false],
  ['the create was about to be sent', { create: 'intended' }, true],
  ['nobody knows whether it happened', { create: 'unknown' }, true],
  ['the task runs', { create: 'succeeded' }, true],
  ['the task has ended', { create: 'succeeded', wait: 'succeeded' }, false],
  ['the create was refused', { create: 'failed' }, false],
  ['the wait has failed', { create: 'succeeded', wait: 'failed' }, false],
  ['a later step has failed', { create: 'succeeded', wait: 'succeeded', verify: 'failed' }, false],
])('when %s', (_when, statuses: Readonly<Record<string, string>>, isOpen) => {
  const stateOf = (address: string): StepState | undefined => {
    const status = statuses[address.slice('orders.'.length)];
    return status === undefined ? undefined : ({ status } as StepState);
  };
  expect(hasOpenTask(unit, stateOf)).toBe(isOpen);
  const { activity: _none, ...without } = unit;
  expect(hasOpenTask(without as PlannedUnit, stateOf)).toBe(false);
});
