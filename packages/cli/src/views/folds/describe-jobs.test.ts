import { buildPreview, createRegistry } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, FakeVendor, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { describeJobs } from './describe-jobs.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function previewOf(connections: readonly string[], slices: number) {
  const migration = { name: 'm', target: 'tally', keys: ['a', 'b'], with: { slices, connections: [...connections] } };
  return buildPreview({
    ...buildPlanFixture([migration], registry, { others: { new: { slices: 2 }, third: {} } }),
    registry,
  });
}

test.each([
  [['it'], 'reads from it, in 6 slices, 4 at once'],
  [['it', 'new'], 'reads from it, writes to new, in 6 slices, 2 at once'],
  // Of the third its provider says nothing.
  [['it', 'new', 'third'], 'reads from it, writes to new, uses third, in 6 slices, 2 at once'],
])('own work on %j is described by what it does there', (connections, does) => {
  expect(describeJobs(previewOf(connections, 3))).toEqual([`count the data (it.tally): 2 steps, ${does}`]);
});

test('work that is cut only in the run is in slices, and what is done is in none', () => {
  const preview = previewOf(['it'], 3);
  const [job] = preview.jobs ?? [];
  const jobs = [{ slices: null, left: 1 }, { left: 0 }].flatMap((known) =>
    job === undefined ? [] : [{ ...job, ...known }],
  );
  expect(describeJobs({ ...preview, jobs })).toEqual([
    'count the data (it.tally): 1 of 2 steps, reads from it, in slices, 4 at once',
    'count the data (it.tally): 0 of 2 steps, reads from it',
  ]);
});

test('a plan without own work says nothing of it', () => {
  const fixture = buildPlanFixture([{ name: 'm', target: 'copy' }], registry);
  expect(describeJobs(buildPreview({ ...fixture, registry }))).toEqual([]);
});
