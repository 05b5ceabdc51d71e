import { expect, it } from 'vitest';
import { CheckpointFold } from '../journal/checkpoint.ts';
import type { RecordBody } from '../journal/record.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { collectDifferences, countDifferences } from './collect-differences.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const tally = fake.jobs?.['tally'];
if (tally === undefined) throw new Error('the fake provider has it');
const jobs = {
  tally: {
    ...tally,
    differencesIn: (results: Parameters<NonNullable<typeof tally.differencesIn>>[0]) =>
      results.map(({ slice, result }) => ({
        what: 'missing',
        id: `${slice.name}/${JSON.stringify(result['counted'])}`,
      })),
  },
};
const registry = createRegistry([{ ...fake, jobs }]);
const { plan, graph } = buildPlanFixture([{ name: 'm', target: 'tally', keys: ['a', 'b'] }], registry);

function checkpointAfter(...bodies: readonly RecordBody[]) {
  const fold = new CheckpointFold();
  for (const [at, body] of bodies.entries()) fold.add({ seq: at + 1, rid: `r${at}`, epoch: 1, t: at, ...body });
  return fold.checkpoint();
}

const slice = (name: string) => ({ name, arguments: {} });
const base = (step: string) => ({ step, attempt: 1, fingerprint: 'f' });
const planned = (step: string): RecordBody => ({
  kind: 'job.planned',
  ...base(step),
  slices: [slice('0'), slice('1')],
});
const done = (step: string, name: string): RecordBody => ({
  kind: 'slice.done',
  step,
  slice: name,
  result: { counted: 7 },
});
const failed = (step: string, code: string): RecordBody => {
  return { kind: 'step.failed', ...base(step), outcome: 'terminal', code, message: 'm' };
};
const found = (records: readonly RecordBody[]) =>
  collectDifferences({ plan, graph, registry, checkpoint: checkpointAfter(...records) });

it('gives what the done slices of failed verifications name, in the order of the plan', () => {
  const of = (step: string, code: string) => [planned(step), done(step, '0'), done(step, '1'), failed(step, code)];
  const both = [...of('m[b].tally', 'RUN_VERIFY_UNSTABLE'), ...of('m[a].tally', 'RUN_VERIFY_DIFFERENT')];
  expect(found(both)).toEqual(
    ['a', 'b'].flatMap((key) =>
      ['0/7', '1/7'].map((id) => ({ unit: `m[${key}]`, step: `m[${key}].tally`, what: 'missing', id })),
    ),
  );
  const retried: RecordBody = { kind: 'step.retried', step: 'm[a].tally', by: 'ann', reason: 'mended' };
  expect(found([...both, retried]).map(({ unit }) => unit)).toEqual(['m[b]', 'm[b]']);
});

it('counts what verifications found, and how much of it they name', () => {
  const of = (step: string, code: string) => [planned(step), done(step, '0'), done(step, '1'), failed(step, code)];
  const records = [...of('m[a].tally', 'RUN_VERIFY_DIFFERENT'), ...of('m[b].tally', 'RUN_JOB_FAILED')];
  const countOf = (more: object) => {
    const counting = createRegistry([{ ...fake, jobs: { tally: { ...jobs.tally, ...more } } }]);
    return countDifferences({ plan, graph, registry: counting, checkpoint: checkpointAfter(...records) });
  };
  expect(countOf({})).toEqual({ found: 2, named: 2 });
  expect(countOf({ differenceCount: () => 203 })).toEqual({ found: 203, named: 2 });
  // Named by hand of what it does not count: as many as it names.
  expect(countOf({ differenceCount: () => 0 })).toEqual({ found: 2, named: 2 });
});

it('gives what failed work left out, whatever failed it', () => {
  const { differencesIn } = jobs.tally;
  const copying = createRegistry([{ ...fake, jobs: { tally: { ...tally, leftOutIn: differencesIn } } }]);
  const failing = 'm[b].tally';
  const records: readonly RecordBody[] = [planned(failing), done(failing, '1'), failed(failing, 'RUN_JOB_FAILED')];
  const leftOut = collectDifferences({ plan, graph, registry: copying, checkpoint: checkpointAfter(...records) });
  expect(leftOut.map(({ step, id }) => [step, id])).toEqual([[failing, '1/7']]);
});

it('gives what steps have omitted that succeeded, or failed without slices, as far as their outputs name it', () => {
  const named = [{ what: 'refused', id: '7', details: { reason: 'r' } }];
  const outputs = { omitted: { count: 3, named } };
  const step = 'm[b].tally';
  const succeeded: RecordBody = { kind: 'step.succeeded', ...base(step), outputs };
  const expected = [{ unit: 'm[b]', step, ...named[0] }];
  expect(found([planned(step), done(step, '0'), done(step, '1'), succeeded])).toEqual(expected);
  expect(found([{ ...failed(step, 'RUN_TASK_FAILED'), outputs } as RecordBody])).toEqual(expected);
});

it('gives nothing of what failed for another reason', () => {
  const step = 'm[a].tally';
  expect(found([planned(step), done(step, '0'), failed(step, 'RUN_JOB_FAILED')])).toEqual([]);
  expect(found([])).toEqual([]);
});
