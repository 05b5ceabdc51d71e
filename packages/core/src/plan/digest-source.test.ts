import { normalize } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { digestSource, digestUncompiled, sourceFilesOf } from './digest-source.ts';
import { loadPlan } from './load/load-plan.ts';

const variables = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__x'), fc.constantFrom('', '1', ']', '\n'));
const source = fc.record({ text: fc.constantFrom('', 'a', '[]\n', '\n', 'é'), variables });

test('is the same for the same text and variables in any order, as text or as bytes, and for nothing else', () => {
  fc.assert(
    fc.property(source, source, (left, right) => {
      const reversed = Object.fromEntries(Object.entries(left.variables).toReversed());
      expect(digestSource(Buffer.from(left.text), reversed)).toBe(digestSource(left.text, left.variables));
      const pairs = [left, right].map(({ text, variables: given }) =>
        JSON.stringify([text, Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1))]),
      );
      const digests = [left, right].map(({ text, variables: given }) => digestSource(text, given));
      expect(digests[0] === digests[1]).toBe(pairs[0] === pairs[1]);
    }),
  );
});

test('changes with a comment', () => {
  expect(digestSource('name: a\n')).not.toBe(digestSource('name: a # b\n'));
});

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const FILES = new Map([
  ['prod.yaml', 'place: nl\n'],
  ['rows/a.csv', 'name\nx\n'],
]);
const path = fc.constantFrom(
  'plan.yaml',
  './plan.yaml',
  'of/../plan.yaml',
  '/srv/plans/plan.yaml',
  '../here/plan.yaml',
);
const inventory = fc.constantFrom('rows/a.csv', './rows/a.csv', 'rows/../rows/a.csv');

test('is known before the plan is compiled, by whatever path the plan and its files are named', () => {
  fc.assert(
    fc.property(path, inventory, (file, rows) => {
      const text = `version: 1
name: shop
inputs: { place: {} }
providers: { it: { type: fake } }
migrations:
  a: { uses: it.move, for_each: { file: "${rows}", key: name }, with: { name: "\${{ each.key }}-\${{ inputs.place }}" } }
`;
      const readFile = (asked: string) => ({ bytes: Buffer.from(FILES.get(normalize(asked)) ?? '') });
      const environment = { name: 'prod' };
      const { plan } = loadPlan(text, { file, registry, environment, readFile });
      expect(plan?.sourceDigest).toBeDefined();
      expect(digestUncompiled({ text, environment, readFile }, sourceFilesOf(plan ?? { migrations: new Map() }))).toBe(
        plan?.sourceDigest,
      );
    }),
  );
});
