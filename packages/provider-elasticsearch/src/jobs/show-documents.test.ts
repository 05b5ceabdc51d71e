import { expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { compareSamples } from './compare-samples.ts';
import { nameDifferences } from './name-differences.ts';

const INPUT = { source: 'orders', dest: 'orders-v2', buckets: 1, suspects: [] };

it('shows what both sides have under the ids that were named, by routing, and cut short', async () => {
  const [origin, copy] = [new FakeIndex(), new FakeIndex({ shards: 3 })];
  origin.put('a', '{"n":1.10}');
  copy.put('a', '{"n":2}');
  origin.put('b', '{"n":1}', 'here');
  origin.put('b', '{"n":2}', 'there');
  copy.put('b', '{"n":3}', 'there');
  copy.put('c', `{"text":"${'x'.repeat(5_000)}"}`);
  const differences = [
    { what: 'changed', id: 'a' },
    { what: 'changed', id: 'b', details: { routing: 'there' } },
    { what: 'missing', id: 'b', details: { routing: 'here' } },
    { what: 'extra', id: 'c' },
    { what: 'missing', id: 'i'.repeat(150) },
  ];
  for (const job of [compareSamples, nameDifferences]) {
    const shown = await JobWorld.of(origin, copy).values(job, differences, INPUT);
    expect(shown.slice(0, 3)).toEqual([
      { source: '{"n":1.10}', target: '{"n":2}' },
      { source: '{"n":2}', target: '{"n":3}' },
      { source: '{"n":1}', target: null },
    ]);
    expect(shown[3]).toEqual({ source: null, target: expect.stringMatching(/^\{"text":"x{900,991}…$/) });
    expect(shown[4]).toBeUndefined();
  }
});

it('says of a document that is too large for an answer that it is', async () => {
  const [origin, copy] = [new FakeIndex(), new FakeIndex()];
  for (const side of [origin, copy]) side.put('a', `{"text":"${'x'.repeat(9_000)}"}`);
  origin.maxResponseCharacters = 5_000;
  const [shown] = await JobWorld.of(origin, copy).values(compareSamples, [{ what: 'changed', id: 'a' }], INPUT);
  expect(shown).toMatchObject({ source: 'too large to be shown', target: expect.stringContaining('xxx') });
});

it('takes secrets out before a document is cut', async () => {
  const [origin, copy] = [new FakeIndex(), new FakeIndex()];
  const secret = 'a-secret-of-the-plan';
  for (const side of [origin, copy]) side.put('a', `{"text":"${'x'.repeat(986)}${secret}"}`);
  const clean = (text: string): string => text.replaceAll(secret, '[redacted]');
  const [shown] = await JobWorld.of(origin, copy).values(compareSamples, [{ what: 'changed', id: 'a' }], INPUT, clean);
  expect(shown?.source).toMatch(/x\[reda…$/);
  expect(shown?.target).toEqual(shown?.source);
});
