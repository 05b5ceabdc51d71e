import { expect, test } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import { hasOpenTask } from './has-open-task.ts';

const unit = {
  address: 'orders',
  shape: {
    activity: { opens: 'create', closes: 'wait' },
    steps: ['create', 'set', 'wait', 'verify'].map((name, place) => ({
      name,
      kind: name === 'wait' ? 'await' : 'call',
      needs: place === 0 ? [] : [place - 1],
      always: false,
    })),
    places: new Map(['create', 'set', 'wait', 'verify'].map((name, place) => [name, place])),
  },
} as unknown as PlannedUnit;

const ENDED: Readonly<Record<string, object>> = {
  ended: { status: 'failed', failure: { isFinal: true } },
  stuck: { status: 'failed', failure: { isFinal: true, mayRun: true } },
  over: { status: 'unknown', failure: { isFinal: true } },
};

test.each([
  ['nothing has begun', {}, false],
  ['the create was about to be sent', { create: 'intended' }, true],
  ['nobody knows whether it happened', { create: 'unknown' }, true],
  ['each of the tasks found in its place has ended', { create: 'over' }, false],
  ['the task runs', { create: 'succeeded' }, true],
  ['the task has ended', { create: 'succeeded', wait: 'succeeded' }, false],
  ['the create was refused', { create: 'failed' }, false],
  ['a call after the create was refused', { create: 'succeeded', set: 'failed' }, true],
  ['the wait timed out', { create: 'succeeded', wait: 'failed' }, true],
  ['the wait is newer than what is done after it', { create: 'succeeded', verify: 'succeeded' }, false],
  ['the wait has seen the task end', { create: 'succeeded', wait: 'ended' }, false],
  ['what is waited for has failed, and the task runs', { create: 'succeeded', wait: 'stuck' }, true],
  ['a later step has failed', { create: 'succeeded', wait: 'succeeded', verify: 'failed' }, false],
])('when %s', (_when, statuses: Readonly<Record<string, string>>, isOpen) => {
  const steps = new Map(
    Object.entries(statuses).map(([name, status]) => [`orders.${name}`, (ENDED[status] ?? { status }) as StepState]),
  );
  expect(hasOpenTask(unit, { steps, decisions: new Map() })).toBe(isOpen);
  const without = { ...unit, shape: { ...unit.shape, activity: undefined } };
  expect(hasOpenTask(without, { steps, decisions: new Map() })).toBe(false);
  const decisions = new Map([['orders', { kind: 'unit.decided' } as UnitDecided]]);
  expect(hasOpenTask(unit, { steps, decisions })).toBe(false);
});
