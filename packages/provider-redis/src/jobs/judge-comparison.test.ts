import { defined, type JsonObject, type SliceResult } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { judgeComparison } from './judge-comparison.ts';

const SINCE: JsonObject = { nodes: [] };
const INPUT: JsonObject = { level: 'digest', since: SINCE };

/** A slice in which one key is missing and another one has another value. */
function slice(written: string | undefined): SliceResult {
  const named = [
    { what: 'missing', key: 'lost', database: 0 },
    { what: 'changed', key: 'cut', database: 1 },
  ];
  const counts = { missing: 1, extra: 0, changed: 1, expiry: 0, moving: 0 };
  const result = { keys: 10, ...counts, named, ...defined({ written }) };
  return { slice: { name: 's', arguments: { side: 'source', database: 0 } }, result };
}

describe('keys that differ at the new addresses', () => {
  it('fail the unit where nobody has written since clients were led there', () => {
    expect(judgeComparison([slice('no'), slice('no')], INPUT)).toMatchObject({ kind: 'failed', result: 'different' });
  });

  it.each([[['unknown']], [['no', 'unknown']], [[undefined]]])('fail it where that is not known: %j', (written) => {
    const judged = judgeComparison(written.map(slice), INPUT);
    expect(judged).toMatchObject({ kind: 'failed', result: 'unstable', reason: expect.stringContaining('not known') });
  });

  it('are let pass where somebody certainly has, and are named for good', () => {
    const judged = judgeComparison([slice('yes'), slice('unknown')], INPUT);
    expect(judged).toMatchObject({
      kind: 'succeeded',
      outputs: {
        result: 'unstable',
        omitted: {
          count: 4,
          written: true,
          named: [
            { what: 'missing', id: 'lost', details: { database: '0' } },
            { what: 'changed', id: 'cut', details: { database: '1' } },
          ],
        },
      },
    });
  });
});
