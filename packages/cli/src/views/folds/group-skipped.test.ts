import { createRegistry, type UnitStatus } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { groupSkipped } from './group-skipped.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const MIGRATIONS: readonly MigrationFixture[] = [
  { name: 'a', target: 'copy', keys: ['1', '2', '3'] },
  { name: 'b', target: 'copy', keys: ['1', '2'], needs: ['a[*]'] },
  { name: 'c', target: 'copy', needs: ['b[2]'] },
  { name: 'd', target: 'copy', needs: ['a[1]'] },
];
const { graph } = buildPlanFixture(MIGRATIONS, registry);

function group(statuses: Readonly<Record<string, UnitStatus>>, givenUp: readonly string[] = []) {
  return groupSkipped({
    graph,
    statusOf: (unit) => statuses[unit] ?? 'succeeded',
    isGivenUp: (unit) => givenUp.includes(unit),
  });
}

const BEHIND = { 'b[1]': 'skipped', 'b[2]': 'skipped', c: 'skipped' } as const;

test('a unit is skipped because of the one at the root, however far away', () => {
  expect(group({ 'a[2]': 'failed', ...BEHIND })).toEqual([
    { because: 'a[2]', because_status: 'failed', units: ['b[1]', 'b[2]', 'c'] },
  ]);
});

test('a unit that was given up is a root and no member', () => {
  expect(group({ 'a[3]': 'skipped', ...BEHIND }, ['a[3]'])).toEqual([
    { because: 'a[3]', because_status: 'skipped', units: ['b[1]', 'b[2]', 'c'] },
  ]);
});

test('units of different roots are apart', () => {
  expect(group({ 'a[1]': 'unknown', 'b[2]': 'failed', 'b[1]': 'skipped', c: 'skipped', d: 'skipped' })).toEqual([
    { because: 'a[1]', because_status: 'unknown', units: ['d', 'b[1]'] },
    { because: 'b[2]', because_status: 'failed', units: ['c'] },
  ]);
});

test('a chain of thousands of migrations is followed to its root', () => {
  const chain = Array.from({ length: 3_000 }, (_, index): MigrationFixture => {
    return { name: `m${index}`, target: 'copy', needs: index === 0 ? [] : [`m${index - 1}`] };
  });
  const long = buildPlanFixture(chain, registry).graph;
  const statusOf = (unit: string): UnitStatus => (unit === 'm0' ? 'failed' : 'skipped');
  const [found] = groupSkipped({ graph: long, statusOf, isGivenUp: () => false });
  expect([found?.because, found?.units.length]).toEqual(['m0', 2_999]);
});
