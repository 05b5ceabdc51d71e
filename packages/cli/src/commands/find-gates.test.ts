import { computeStanding, createRegistry, EMPTY_CHECKPOINT } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { findGates } from './find-gates.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { graph } = buildPlanFixture([{ name: 'caches', target: 'gated', keys: ['a', 'b'] }], registry);

function standing(gated: readonly string[]) {
  const base = computeStanding(graph, EMPTY_CHECKPOINT);
  return { ...base, step: (address: string) => (gated.includes(address) ? 'gated' : 'pending') } as typeof base;
}

test('the name of a migration means the gates of all its units', () => {
  const both = standing(['caches[a].cutover', 'caches[b].cutover']);
  expect(findGates(['caches'], graph, both).waiting.map(({ address }) => address)).toEqual([
    'caches[a].cutover',
    'caches[b].cutover',
  ]);
  const one = findGates(['caches'], graph, standing(['caches[b].cutover']));
  expect([one.waiting.map(({ address }) => address), one.elsewhere]).toEqual([['caches[b].cutover'], ['caches[a]']]);
});

test('the beginning of a name is no name', () => {
  expect(() => findGates(['cache'], graph, standing([]))).toThrow(/no unit or gate cache/);
});
