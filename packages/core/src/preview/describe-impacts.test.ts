import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Impact } from '../provider/derived-steps.ts';
import type { KindInput } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { buildPreview } from './build-preview.ts';
import type { PreviewMigration } from './preview.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));

/** The one migration of a plan with these units, of a kind that says this of each. */
function described(keys: readonly string[], impact: (input: KindInput) => Impact): PreviewMigration {
  const { move } = fake.kinds;
  if (move === undefined) throw new Error('the fake vendor has this kind');
  const provider: Provider = { ...fake, kinds: { ...fake.kinds, move: { ...move, impact } } };
  const registry = createRegistry([provider]);
  const fixture = buildPlanFixture([{ name: 'shop', target: 'move', keys }], registry);
  const [migration] = buildPreview({ ...fixture, registry }).migrations;
  if (migration === undefined) throw new Error('the plan has a migration');
  return migration;
}

const NONE: Impact = { downtime: 'None.', wayBack: 'Do nothing.', risk: 'Some.' };
const MINUTE: Impact = { ...NONE, downtime: 'A minute.' };

it('says once what is the same for all units', () => {
  const { impact, impacts } = described(['a', 'b'], () => NONE);
  expect(impact).toEqual({ downtime: 'None.', way_back: 'Do nothing.', risk: 'Some.' });
  expect(impacts).toBeUndefined();
});

it('says of how many units what is true where they differ, also to readers that know no groups', () => {
  const { impact, impacts } = described(['a', 'b', 'c'], ({ address }) => (address === 'shop[b]' ? MINUTE : NONE));
  expect(impacts).toEqual([
    { units: 2, example: 'shop[a]', downtime: 'None.', way_back: 'Do nothing.', risk: 'Some.' },
    { units: 1, example: 'shop[b]', downtime: 'A minute.', way_back: 'Do nothing.', risk: 'Some.' },
  ]);
  expect(impact).toEqual({
    downtime: '2 units: None. 1 unit: A minute.',
    way_back: 'Do nothing.',
    risk: 'Some.',
  });
});

it('says of which units nothing is said', () => {
  const { impact } = described(['a', 'b'], ({ address }) =>
    address === 'shop[b]' ? { downtime: '', wayBack: '' } : NONE,
  );
  expect(impact.downtime).toBe('1 unit: None. 1 unit: not stated.');
  expect(impact.risk).toBe('1 unit: Some. 1 unit: not stated.');
});

test('every unit is counted once, in a bounded number of groups, and the first is one that its text is true of', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), (drawn) => {
      const textOf = (address: string): string => `Text ${drawn[Number(address.slice(6, -1))]}.`;
      const keys = drawn.map((_, at) => `k${at}`);
      const { impact, impacts = [] } = described(keys, ({ address }) => ({ downtime: textOf(address), wayBack: '' }));
      const texts = new Set(drawn).size;
      if (texts === 1) expect(impact.downtime).toBe(textOf('shop[k0]'));
      expect(impacts.reduce((sum, { units }) => sum + units, 0)).toBe(texts === 1 ? 0 : drawn.length);
      expect(impacts.length).toBe(texts === 1 ? 0 : Math.min(12, texts));
      for (const { example, downtime } of impacts.slice(0, 11)) expect(downtime).toBe(textOf(example));
    }),
    { numRuns: 40 },
  );
});
