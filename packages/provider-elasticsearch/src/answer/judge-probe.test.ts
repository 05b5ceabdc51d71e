import type { Json } from '@waybill/core';
import { expect, test } from 'vitest';
import { methodChosen } from '../checks/remote-readable.ts';
import { reshape } from './reshape.ts';

const failing = (reason: string) => ({ total: 1, failures: [{ cause: { reason } }] });

test.each<[string, Json, string]>([
  ['stops at the pipeline', failing('pipeline with id [x] does not exist'), 'remote'],
  ['cannot read a document', failing('failed to parse field [hits]'), 'bulk'],
  ['finds none, so that it is not known whether it could read one', { total: 0, failures: [] }, 'bulk'],
])('a target that %s leads to the method that the check says', (_what, response, method) => {
  const kept = reshape('TryReindex', response);
  expect(kept).toMatchObject({ method });
  expect(methodChosen.judge(kept, {}, {})).toMatchObject({ kind: 'passed', decision: `method ${method}` });
});

test('why documents pass through this machine is a sentence that a reviewer reads', () => {
  const notesOf = (response: Json) => {
    const found = methodChosen.judge(response, {}, {});
    return found.kind === 'passed' ? found.notes : [];
  };
  expect(notesOf({ total: 0 })).toEqual([
    'Method bulk: documents pass through this machine, byte for byte, because the source shows no documents, so that it is not known whether the target can read them. Once it can, a new preview or `waybill redo` chooses again.',
  ]);
  expect(notesOf(failing('no'))?.[0]).toContain(
    'because the target cannot pull them: it could not read a document: no.',
  );
});
