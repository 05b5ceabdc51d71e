import type { Json } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ListReader } from './list-reader.ts';

const anyText = fc.constantFrom('a', '{', '}', '[', ']', '"', '\\', ',', '\\"', ',{"id":1}', '"Result":[', '\u2028');
const anyRow: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ id: fc.nat(9), status: anyText, of: fc.record({ at: anyText, Result: fc.array(anyText) }) }),
  anyText,
  fc.constantFrom(null, 1, [], [[]], {}),
);
/** One step of a vendor's list: some are new, some have ended, some are gone. */
const anyStep = fc.record({
  added: fc.array(anyRow, { maxLength: 3 }),
  changed: fc.array(fc.tuple(fc.nat(20), anyRow), { maxLength: 2 }),
  removed: fc.array(fc.nat(20), { maxLength: 1 }),
  before: fc.dictionary(anyText, anyText, { maxKeys: 1 }),
  after: fc.dictionary(fc.constantFrom('id', 'x', 'Result'), fc.oneof(anyText, anyRow), { maxKeys: 2 }),
  space: fc.constantFrom(undefined, undefined, 1),
  /** A text that is cut, or has something in its place. */
  damage: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.tuple(fc.nat(), fc.nat(3), anyText)),
});

describe('the answers of a list', () => {
  test('say what parsing each in full says', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 8 }), (steps) => {
        const reader = new ListReader('Result');
        for (const text of textsOf(steps)) expect(reader.read(text)).toEqual(parsed(text));
      }),
      { numRuns: 500 },
    );
  });

  test('share what is unchanged at their ends, also behind another id of the exchange', () => {
    const reader = new ListReader('Result');
    const [old, changing] = [{ id: 1 }, { id: 2, status: 'RUNNING' }];
    const first = rowsOf(reader.read(answer('r-1', [changing, old])));
    const second = rowsOf(reader.read(answer('r-22', [{ id: 3 }, { ...changing, status: 'SUCCESS' }, old])));
    expect(second).toEqual([{ id: 3 }, { id: 2, status: 'SUCCESS' }, old]);
    expect(second[2]).toBe(first[1]);
    const third = rowsOf(reader.read(answer('r-3', [{ id: 4 }, { id: 3 }, { ...changing, status: 'SUCCESS' }, old])));
    expect(third.slice(1).map((row, at) => row === second[at])).toEqual([true, true, true]);
  });

  test('parse the whole text where the oldest has changed, and share its end from then on', () => {
    const reader = new ListReader('Result');
    const first = rowsOf(reader.read(answer('r', [{ id: 2 }, { id: 1 }])));
    const second = rowsOf(reader.read(answer('r', [{ id: 2 }, { id: 1, renamed: true }])));
    expect(second[0]).not.toBe(first[0]);
    expect(rowsOf(reader.read(answer('r', [{ id: 2 }, { id: 1, renamed: true }])))[0]).toBe(second[0]);
  });

  test('share it across an answer without the list', () => {
    const reader = new ListReader('Result');
    const first = rowsOf(reader.read(answer('r', [{ id: 1 }])));
    expect(reader.read('{"Code":"Throttling"}')).toEqual({ Code: 'Throttling' });
    expect(reader.read('<html>]</html>')).toBeUndefined();
    expect(rowsOf(reader.read(answer('r', [{ id: 1 }])))[0]).toBe(first[0]);
  });

  test.each([
    ['the beginning leaves a string open', '{"Result":[0,"x,{"a":1},{"b":2}]}'],
    ['the beginning leaves an object open', '{"Result":[{"y":0,{"a":1},{"b":2}]}'],
    ['the list is in another list', '{"Result":[[{"a":1},{"b":2}]]}'],
    ['the list is in another field', '{"Other":[{"a":1},{"b":2}]}'],
    ['the list is in a text', '{"Result":"[{\\"a\\":1},{"a":1},{"b":2}]}'],
    ['the field comes again', '{"Result":[{"a":1},{"b":2}],"Result":[]}'],
    ['the field comes again, spelled otherwise', '{"Result":[{"a":1},{"b":2}],"\\u0052esult":7}'],
  ])('are not taken for the last one where %s', (_what, text) => {
    const reader = new ListReader('Result');
    reader.read('{"Result":[{"a":1},{"b":2}]}');
    expect(reader.read(text)).toEqual(parsed(text));
  });
});

function textsOf(steps: readonly (typeof anyStep extends fc.Arbitrary<infer Step> ? Step : never)[]): string[] {
  let rows: readonly Json[] = [];
  return steps.map(({ added, changed, removed, before, after, space, damage }) => {
    const changes = new Map(changed);
    const kept = rows.map((row, at) => changes.get(at) ?? row).filter((_row, at) => !removed.includes(at));
    rows = [...added, ...kept];
    const list = JSON.stringify({ ...before, Result: rows }, null, space).slice(0, -1);
    const rest = Object.entries(after).map(([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`);
    const text = `${list}${rest.join('')}}`;
    if (damage === undefined) return text;
    const at = damage[0] % text.length;
    return text.slice(0, at) + damage[2] + text.slice(at + damage[1]);
  });
}

function answer(requestId: string, rows: readonly Json[]): string {
  return JSON.stringify({ Result: rows, RequestId: requestId });
}

function rowsOf(body: Json | undefined): readonly Json[] {
  return (body as { Result: readonly Json[] }).Result;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
