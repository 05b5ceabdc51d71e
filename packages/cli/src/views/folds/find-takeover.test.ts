import { defined, type Graph, Reference, type StepFailure } from '@waybill/core';
import { expect, test } from 'vitest';
import { describeFailed } from './describe-failed.ts';
import { findTakeover } from './find-takeover.ts';

const call = {
  kind: 'call',
  name: 'create',
  address: 'm.create',
  unit: 'm',
  arguments: {},
} as const;

/** `uses`: the later step needs the id that the create answers. */
function graphOf(steps: readonly unknown[]): Graph {
  const unit = { address: 'm', steps, outputs: {}, needs: [] };
  return { units: [unit], unitsByAddress: new Map([['m', unit]]) } as unknown as Graph;
}

const failure = (otherTasks?: readonly string[]): StepFailure => ({
  code: 'RUN_CHECK_FAILED',
  message: 'under way',
  ...defined({ otherTasks }),
});

test('nothing is taken over where no task of another state was found, or the unit calls nothing', () => {
  expect(findTakeover('m', undefined, graphOf([call]))).toBeUndefined();
  expect(findTakeover('m', failure(), graphOf([call]))).toBeUndefined();
  expect(findTakeover('m', failure([]), graphOf([call]))).toBeUndefined();
  expect(findTakeover('m', failure(['t1']), graphOf([{ ...call, kind: 'check' }]))).toBeUndefined();
  expect(findTakeover('other', failure(['t1']), graphOf([call]))).toBeUndefined();
});

test('the first call is named, with the id where the call answers it; of several tasks one has to be chosen', () => {
  const id = new Reference(['steps', 'create', 'outputs', 'task_id']);
  const wait = { kind: 'await', name: 'wait', address: 'm.wait', unit: 'm', arguments: { id } };
  expect(findTakeover('m', failure(['t1']), graphOf([call, wait]))).toEqual({
    step: 'm.create',
    outputs: ['task_id=t1'],
    choices: [],
  });
  expect(findTakeover('m', failure(['t1']), graphOf([call]))?.outputs).toEqual([]);
  expect(findTakeover('m', failure(['t1', 't2']), graphOf([call, wait]))).toEqual({
    step: 'm.create',
    outputs: ['task_id=...'],
    choices: ['t1', 't2'],
  });
});

test.each([
  ['another state has its task', failure(['t1']), 'adopt', true],
  ['its remote task ended', { ...failure(), isFinal: true }, 'redo', false],
  ['a call was refused', failure(), 'retry', false],
] as const)('a failed unit when %s', (_when, why, remedy, isTakenOver) => {
  const described = describeFailed('m', why, graphOf([call]));
  expect([described.unit, described.remedy, described.takeover !== undefined]).toEqual(['m', remedy, isTakenOver]);
});
