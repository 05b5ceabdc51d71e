import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectDecisions } from './expect-decisions.ts';

const WHY = { reason: 'seen by hand' };
const ADOPT = { kind: 'adopt', step: 'orders.create', outputs: {}, ...WHY };

test('decisions of every kind pass, with outputs of any JSON', () => {
  expectDecisions([
    { kind: 'resolve', step: 'orders.create', resolution: 'did-not-happen', ...WHY },
    ...['retry', 'redo', 'skip', 'accept'].map((kind) => ({ kind, unit: 'orders', ...WHY })),
    { ...ADOPT, isFound: true, existingIds: ['old'] },
  ]);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (outputs) => {
      expectDecisions([{ ...ADOPT, outputs }]);
    }),
  );
});

const circular: Record<string, unknown> = {};
circular['self'] = circular;

test.each<[unknown, string]>([
  [undefined, 'it is not an object'],
  ['retry', 'it is not an object'],
  [{}, 'its kind is none of adopt, resolve, retry, redo, skip, accept'],
  [{ kind: 'toString', unit: 'orders', ...WHY }, 'its kind is none of'],
  [{ kind: 'retry', ...WHY }, 'its unit is not a text'],
  [{ kind: 'skip', unit: 'orders' }, 'its reason is not a text'],
  [{ kind: 'redo', unit: 7, ...WHY }, 'its unit is not a text'],
  [{ kind: 'resolve', step: 'orders.create', ...WHY }, "its resolution is not 'did-not-happen'"],
  [{ ...ADOPT, step: '' }, 'its step is not a text'],
  [{ ...ADOPT, outputs: undefined }, 'its outputs are not an object of JSON'],
  [{ ...ADOPT, outputs: ['task-1'] }, 'its outputs are not an object of JSON'],
  [{ ...ADOPT, outputs: circular }, 'its outputs are not an object of JSON'],
  ...[undefined, 1n, Number.NaN, new Date(0), () => 0].map((value): [unknown, string] => [
    { ...ADOPT, outputs: { task: [value] } },
    'its outputs are not an object of JSON',
  ]),
  [{ ...ADOPT, isFound: 'yes' }, 'its isFound is not a boolean'],
  [{ ...ADOPT, existingIds: [1] }, 'its existingIds are not an array of texts'],
])('%o is refused with what is wrong', (decision, fault) => {
  expect(() => expectDecisions([ADOPT, decision])).toThrow(
    expect.objectContaining({
      code: 'RUN_DECISION_REFUSED',
      message: expect.stringContaining(`Decision 2 of 2 is malformed: ${fault}`),
    }),
  );
});

test('one decision alone is no array of them', () => {
  expect(() => expectDecisions(ADOPT)).toThrow('The decisions are not in an array');
});
