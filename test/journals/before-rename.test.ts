import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, openSqliteStore } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
  withRenamedSteps,
} from '@waybill/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { apply, BEFORE_KEY_RENAME, BEFORE_RENAME, KEYED, MIGRATIONS, RENAMED_STEPS, readAll } from './before-rename.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-renamed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RENAMED = MIGRATIONS.map((migration) => ({
  ...migration,
  ...(migration.name === 'lost' ? { needs: ['new-done'] } : {}),
  name: `new-${migration.name}`,
  formerly: [migration.name],
}));

const MOVED = KEYED.map((migration) => ({
  ...migration,
  ...(migration.name === 'lost' ? { needs: ['done[customers-eu]'] } : {}),
  keys: ['customers-eu'],
  formerKeys: { 'customers-eu': ['eu'] },
}));

const ALL_RENAMED = MOVED.map((migration) => ({
  ...migration,
  ...(migration.name === 'lost' ? { needs: ['new-done[customers-eu]'] } : {}),
  name: `new-${migration.name}`,
  formerly: [migration.name],
}));

it.each([
  ['steps', BEFORE_RENAME, MIGRATIONS, (name: string) => name],
  ['steps and migrations', BEFORE_RENAME, RENAMED, (name: string) => `new-${name}`],
  ['steps and keys', BEFORE_KEY_RENAME, MOVED, (name: string) => `${name}[customers-eu]`],
  ['steps, migrations and keys', BEFORE_KEY_RENAME, ALL_RENAMED, (name: string) => `new-${name}[customers-eu]`],
] as const)(
  'a journal that was interrupted before its %s were renamed is resumed',
  async (_what, journal, migrations, unit) => {
    const path = join(folder, 'state.db');
    copyFileSync(journal, path);
    const clock = new VirtualClock();
    const vendor = new FakeVendor(clock);
    // What the interrupted run made.
    for (const [index, name] of ['done', 'gated', 'waits', 'lost'].entries())
      vendor.tasks.push({ id: `task-${index + 1}`, name, createdAtMs: clock.now() });
    const registry = createRegistry([withRenamedSteps(createFakeProvider(vendor), RENAMED_STEPS)]);
    await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(9) });
    const before = await readAll(store);
    const slicesDone = before.filter(({ kind }) => kind === 'slice.done').length;
    const fixture = buildPlanFixture(migrations, registry, { digest: 'digest-2' });

    const result = await apply({ ...fixture, registry, store, clock });

    expect(result.units.map(({ status }) => status)).toEqual(Array(5).fill('succeeded'));
    expect(vendor.calls.filter(({ operation }) => operation === 'CreateTask')).toEqual([]);
    expect(vendor.data.planned).toBe(0);
    expect([slicesDone > 0, vendor.data.slices.length]).toEqual([true, 200 - slicesDone]);
    const after = (await readAll(store)).slice(before.length);
    expect(after.filter((record) => 'step' in record && record.kind === 'step.resolved')).toMatchObject([
      { step: `${unit('lost')}.make`, resolution: 'happened' },
    ]);
    expect(after.filter(({ kind }) => kind === 'gate.approved')).toMatchObject([{ step: `${unit('gated')}.switch` }]);
    expect(after.flatMap((record) => (record.kind === 'plan.rebased' ? [record.kept, record.orphaned] : []))).toEqual([
      [],
      [],
    ]);
  },
);
