import { expect, test } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { loadPlan } from '../load/load-plan.ts';
import { expandPlan } from './expand-plan.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function load(moved: readonly (readonly [string, string])[]) {
  const text = `version: 1
name: renamed
providers: { it: { type: fake } }
moved:
${moved.map(([from, to]) => `  - { from: '${from}', to: '${to}' }\n`).join('')}migrations:
  orders: { uses: it.copy, for_each: [c, us], formerly: [sessions], with: { name: "\${{ each.key }}" } }
  users: { uses: it.copy, with: { name: users } }
`;
  const { plan, diagnostics } = loadPlan(text, { file: 'plan.yaml', registry });
  const expanded = plan === undefined ? { units: [], diagnostics: [] } : expandPlan(plan, registry);
  return { units: expanded.units, diagnostics: [...diagnostics, ...expanded.diagnostics] };
}

test('a unit has the addresses that lead to it, oldest first, over any number of entries in any order', () => {
  const { units, diagnostics } = load([
    ['orders[b]', 'orders[c]'],
    ['orders[a]', 'orders[b]'],
  ]);
  expect(diagnostics).toEqual([]);
  expect(units.map(({ address, formerly }) => [address, formerly])).toEqual([
    ['orders[c]', ['orders[a]', 'orders[b]']],
    ['orders[us]', undefined],
    ['users', undefined],
  ]);
});

test('the only unit of a migration becomes one of for_each', () => {
  const { units, diagnostics } = load([['orders', 'orders[us]']]);
  expect([diagnostics, units[1]?.formerly]).toEqual([[], ['orders']]);
});

test.each([
  ['an address that the plan still has', [['orders[us]', 'orders[c]']], '0.from', 'is still a unit', 5, 13],
  ['a unit that the plan has not', [['orders[a]', 'orders[cc]']], '0.to', 'is not a unit', 5, 30],
  [
    'an address that moves twice',
    [
      ['orders[a]', 'orders[c]'],
      ['orders[a]', 'orders[us]'],
    ],
    '1.from',
    'moved twice',
    6,
    13,
  ],
  [
    'two units that become one',
    [
      ['orders[a]', 'orders[c]'],
      ['orders[b]', 'orders[c]'],
    ],
    '1.to',
    'two units',
    6,
    30,
  ],
  [
    'a circle',
    [
      ['orders[a]', 'orders[b]'],
      ['orders[b]', 'orders[a]'],
    ],
    '0.to',
    'is not a unit',
    5,
    30,
  ],
  ['a unit of another migration', [['users[a]', 'orders[c]']], '0.from', 'in different migrations', 5, 13],
  ['an address that is moved to itself', [['orders[a]', 'orders[a]']], '0.to', 'is not a unit', 5, 30],
] as const)('%s is refused', (_what, moved, path, summary, line, column) => {
  const { diagnostics } = load(moved);
  expect(diagnostics[0]).toMatchObject({
    severity: 'error',
    code: 'PLAN_MOVED',
    path: `moved.${path}`,
    summary: expect.stringContaining(summary),
    range: { start: { line, column } },
  });
});

test.each([
  ['orders[cc]', 'did you mean `orders[c]`?'],
  ['order', 'did you mean `orders`?'],
])('%s has a suggestion', (to, hint) => {
  const from = to.replace(/c+/, 'a').replace(/r$/, 'r[a]');
  expect(load([[from, to]]).diagnostics[0]?.hint).toBe(hint);
});

test('a former name of the migration in an address has its hint', () => {
  expect(load([['sessions[a]', 'orders[c]']]).diagnostics[0]?.hint).toBe(
    'Write `orders[a]`: the former name of the migration is in its `formerly:`.',
  );
});

test('the quotes of Terraform around a key are refused with the address to write', () => {
  const { diagnostics } = load([['orders["a"]', 'orders[c]']]);
  expect(diagnostics.map(({ severity, path, hint }) => [severity, path, hint])).toEqual([
    ['error', 'moved.0.from', expect.stringContaining('without quotes around the key')],
  ]);
});
