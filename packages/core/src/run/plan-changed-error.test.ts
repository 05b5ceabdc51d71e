import { expect, test } from 'vitest';
import { createRegistry } from '../index.ts';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '../testing/index.ts';
import { PlanChangedError } from './plan-changed-error.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { graph } = buildPlanFixture([{ name: 'orders', target: 'copy' }], registry);
const changed = { changed: ['orders.create'], accepted: [], orphaned: [] };

test('steps that a changed plan means otherwise are named, with both ways on', () => {
  const error = new PlanChangedError({ ...changed, isSamePlan: false }, [], graph);
  expect(error.message).toBe('The plan changed steps that were already done or begun: orders.create.');
  expect(error.hint).toContain('Undo the change');
});

test('where the plan is the same, it is the version of Waybill or of a provider, and nothing in the plan is there to be undone', () => {
  const error = new PlanChangedError({ ...changed, isSamePlan: true }, [], graph);
  expect(error.message).toBe(
    'The plan is as it was in the last run, and this version of Waybill or of its providers does steps in another way that were already done or begun: orders.create.',
  );
  expect(error.hint).toContain('Continue with the version that has done them, ');
  expect(error.hint).toContain('undo the edit of a provider of your own');
  expect(error.hint).not.toContain('Undo the change');
});

test('where a provider leads elsewhere, that is the change', () => {
  const moved = [{ provider: 'fake', what: 'endpoint', before: 'http://a', after: 'http://b' }];
  const error = new PlanChangedError({ ...changed, isSamePlan: true }, moved, graph);
  expect([error.message, error.hint]).toEqual([
    expect.stringContaining('Steps were done or begun elsewhere: '),
    expect.stringContaining('Undo the change'),
  ]);
});
