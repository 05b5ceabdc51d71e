import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixtureOptions } from '../../testing/plan-fixture.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { buildPreview } from '../build-preview.ts';
import type { Preview } from '../preview.ts';
import { comparePreviews } from './compare-previews.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock(), {}))]);
const FIRST: MigrationFixture = { name: 'first', target: 'move', keys: ['a', 'b', 'c'], with: { name: 'x' } };
const SECOND: MigrationFixture = { name: 'second', target: 'gated', needs: ['first[a]'] };

function preview(migrations: readonly MigrationFixture[], options: PlanFixtureOptions = {}): Preview {
  return buildPreview({ ...buildPlanFixture(migrations, registry, options), registry });
}

function sectionsOf(before: Preview, after: Preview): readonly string[] {
  const { units, warnings, unexplained, is_equal: _equal, ...rest } = comparePreviews(before, after);
  const lists = { ...rest, ...units, warned: warnings.added, unwarned: warnings.removed, unexplained };
  const filled = Object.entries(lists).filter(([, list]) => list === true || (Array.isArray(list) && list.length > 0));
  return filled.map(([name]) => name);
}

const PLAIN = preview([FIRST, SECOND]);

test('a preview and itself, and one made again, are equal', () => {
  expect(comparePreviews(PLAIN, PLAIN)).toMatchObject({ is_equal: true, before: { units: 4 }, after: { units: 4 } });
  const again = { ...preview([FIRST, SECOND]), binding: { ...PLAIN.binding, state: { id: 'drawn', serial: 0 } } };
  expect(comparePreviews(PLAIN, again).is_equal).toBe(true);
});

describe('an edit is found in its own section', () => {
  test.each<[string, Preview, readonly string[]]>([
    ['a unit more', preview([{ ...FIRST, keys: ['a', 'b', 'c', 'd'] }, SECOND]), ['totals', 'added']],
    ['a unit less', preview([{ ...FIRST, keys: ['a', 'b'] }, SECOND]), ['totals', 'removed']],
    ['other values', preview([{ ...FIRST, with: { name: 'y' } }, SECOND], { digest: 'digest-2' }), ['changed']],
    ['another order', preview([{ ...FIRST, keys: ['b', 'a', 'c'] }, SECOND]), ['is_reordered']],
    ['another limit', preview([FIRST, SECOND], { limits: { active: 3 } }), ['limits']],
    ['a label', preview([{ ...FIRST, labels: { team: 'x' } }, SECOND]), ['migrations']],
    ['a connection', preview([FIRST, SECOND], { others: { there: {} } }), ['connections', 'limits', 'checks']],
    ['a setting that no preview shows', preview([FIRST, SECOND], { digest: 'digest-2' }), ['unexplained']],
    ['inputs', { ...PLAIN, plan: { ...PLAIN.plan, inputs: { size: 3 } } }, ['inputs']],
    ['a description', { ...PLAIN, plan: { ...PLAIN.plan, description: 'x' } }, ['document']],
    ['a version', { ...PLAIN, binding: { ...PLAIN.binding, versions: { core: '9' } } }, ['versions']],
    ['steps without requests', { ...PLAIN, binding: { ...PLAIN.binding, steps_digest: 'x' } }, ['unexplained']],
  ])('%s', (_edit, after, sections) => {
    const found = sectionsOf(PLAIN, after);
    expect(found).toEqual(expect.arrayContaining([...sections]));
    expect(found.filter((name) => !sections.includes(name) && name !== 'estimate')).toEqual([]);
    expect(comparePreviews(PLAIN, after).is_equal).toBe(false);
  });

  test('a renamed key and a renamed migration are moved units, with nothing else changed', () => {
    const keyed = preview([{ ...FIRST, keys: ['a', 'b', 'z'], formerKeys: { z: ['c'] } }, SECOND]);
    expect(comparePreviews(PLAIN, keyed).units).toMatchObject({
      moved: [{ from: 'first[c]', to: 'first[z]' }],
      added: [],
      removed: [],
      changed: [],
    });
    const named = preview([
      { ...FIRST, name: 'new', formerly: ['first'] },
      { ...SECOND, needs: ['new[a]'] },
    ]);
    const { units } = comparePreviews(PLAIN, named);
    expect(units.moved.map(({ from, to }) => `${from} ${to}`)).toEqual(
      ['a', 'b', 'c'].map((key) => `first[${key}] new[${key}]`),
    );
    expect([units.added, units.removed]).toEqual([[], []]);
  });
});

test('of many units only those that changed are listed', () => {
  const keys = Array.from({ length: 346 }, (_, at) => `k${at}`);
  const before = preview([{ ...FIRST, keys }]);
  const units = before.units.map((unit, at) =>
    at % 120 === 5 ? { ...unit, to: { label: 'Cluster', facts: [{ name: 'index', value: 'y' }] } } : unit,
  );
  const { changed, added } = comparePreviews(before, { ...before, units }).units;
  expect([changed.map(({ address }) => address), added]).toEqual([['first[k125]', 'first[k245]', 'first[k5]'], []]);
});

describe('previews of something else are not compared', () => {
  test.each<[string, Preview, string]>([
    [
      'another plan',
      { ...PLAIN, plan: { ...PLAIN.plan, name: 'other' } },
      'of plan fixture, and the later one of other',
    ],
    ['another environment', { ...PLAIN, plan: { ...PLAIN.plan, environment: 'prod' } }, 'for environment prod'],
    ['another format', { ...PLAIN, format_version: '2.0' }, 'the later one 2.0'],
  ])('%s', (_what, after, message) => {
    expect(() => comparePreviews(PLAIN, after)).toThrow(
      expect.objectContaining({ code: 'PREVIEW_NOT_COMPARABLE', message: expect.stringContaining(message) }),
    );
  });
});
