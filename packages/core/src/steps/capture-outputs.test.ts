import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '../provider/operation.ts';
import { Redactor } from '../redact/redactor.ts';
import { isJsonObject, type Json, type JsonObject } from '../value/value.ts';
import { captureOutputs } from './capture-outputs.ts';

function capture(outputs: Operation['outputs'], response: Json, request: JsonObject = {}): JsonObject {
  const operation = { outputs } as Operation;
  const kept = { template: request, redactor: new Redactor(['hunter2-and-more']) };
  return captureOutputs(operation.outputs, { request, response }, kept);
}

const names = fc.constantFrom('id', 'a/b', 'a~1b', '~', '', 'toString', '0');
const { document } = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>('task-1', 7, true, null),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(names, tie('document'), { maxKeys: 4 }),
  ),
}));

/** Every place of a document with its pointer, written from the inside out: the other way round than the code reads it. */
function placesOf(value: Json, pointer: string): readonly (readonly [pointer: string, value: Json])[] {
  const children: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((item: Json, index) => [String(index), item])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
  return [[pointer, value], ...children.flatMap(([key, child]) => placesOf(child, `${pointer}/${escapeKey(key)}`))];
}

it('finds every place of an answer by its pointer', () => {
  fc.assert(
    fc.property(document, (response) => {
      for (const [pointer, value] of placesOf(response, '/response'))
        expect(capture({ found: pointer }, response)).toEqual({ found: value });
    }),
  );
});

it('captures null where a pointer finds nothing, also below a text, a list and an inherited name', () => {
  const outputs = {
    missing: '/response/missing',
    below: '/response/id/deeper',
    beyond: '/response/list/5',
    noIndex: '/response/list/length',
    inherited: '/response/toString',
    elsewhere: '/headers/id',
  };
  const none = { missing: null, below: null, beyond: null, noIndex: null, inherited: null, elsewhere: null };
  expect(capture(outputs, { id: 'task-1', list: [1] })).toEqual(none);
  expect(capture(outputs, null)).toEqual(none);
});

it('keeps what is named and nothing else, from the request too, and no secret', () => {
  const outputs = { id: '/response/id', name: '/request/name', said: '/response/message' };
  const response = { id: 'task-1', message: 'it was hunter2-and-more', password: 'hunter2-and-more' };
  expect(capture(outputs, response, { name: 'orders' })).toEqual({
    id: 'task-1',
    name: 'orders',
    said: 'it was [redacted]',
  });
});
