import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChainedRow, JournalChain } from './journal-chain.ts';

const text = fc.string({ maxLength: 12 });
const row = fc.record<ChainedRow>({
  seq: fc.nat(),
  rid: text,
  epoch: fc.nat(),
  t: fc.nat(),
  kind: text,
  step: fc.option(text),
  body: text,
});

const chain = new JournalChain(Uint8Array.of(1, 2, 3));

it('differs whenever anything of the rows, their order or what came before them differs', () => {
  const commit = fc.tuple(fc.constantFrom('', 'a', 'b'), fc.array(row, { maxLength: 3 }));
  fc.assert(
    fc.property(commit, commit, ([before, rows], [otherBefore, otherRows]) => {
      const isSame = JSON.stringify([before, rows]) === JSON.stringify([otherBefore, otherRows]);
      expect(chain.commit(before, rows) === chain.commit(otherBefore, otherRows)).toBe(isSame);
    }),
  );
});

it('keeps the fields of a row apart', () => {
  const base = { seq: 1, epoch: 1, t: 1, kind: 'k', step: null, body: 'b' };
  expect(chain.commit('', [{ ...base, rid: 'a' }])).not.toBe(chain.commit('', [{ ...base, rid: 'a1:k' }]));
  expect(chain.commit('', [{ ...base, rid: 'r', step: '' }])).not.toBe(chain.commit('', [{ ...base, rid: 'r' }]));
});

it('depends on the key', () => {
  const other = new JournalChain(Uint8Array.of(1, 2, 2));
  const header = { stateId: 's', plan: 'p' };
  expect(other.header(header)).not.toBe(chain.header(header));
  expect(other.message('m')).not.toBe(chain.message('m'));
});
