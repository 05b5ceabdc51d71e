import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CheckpointFold, foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord, RecordBody } from '../journal/record.ts';
import { omissionIn } from '../provider/omission.ts';
import type { JsonObject } from '../value/value.ts';
import { allowedOmissions, omissionsByUnit } from './unit-omissions.ts';

const base = (step: string) => ({ step, attempt: 1, fingerprint: 'f' });
const refused = (...ids: readonly string[]) => ids.map((id) => ({ what: 'refused', id, details: { reason: 'r' } }));
const succeeded = (step: string, outputs: JsonObject): RecordBody => {
  return { kind: 'step.succeeded', ...base(step), outputs };
};
const copied = (step: string, count: number, ...ids: readonly string[]): RecordBody =>
  succeeded(step, { omitted: { count, named: refused(...ids) } });

const records = (...bodies: readonly RecordBody[]): readonly JournalRecord[] =>
  bodies.map((body, at) => ({ seq: at + 1, rid: `r${at}`, epoch: 1, t: at, ...body }));
const allowedAfter = (...bodies: readonly RecordBody[]) => allowedOmissions(foldRecords(records(...bodies)));

test('what steps of a unit have omitted is one list, each document once, with the later reason', () => {
  const again = { what: 'refused', id: 'b', details: { reason: 'later' } };
  const found = allowedAfter(
    copied('m[a].copy', 5, 'a', 'b'),
    succeeded('m[a].catch-up', { omitted: { count: 2, named: [again, ...refused('c')] } }),
    copied('m[b].copy', 1, 'z'),
    succeeded('m[c].copy', { omitted: null }),
  );
  expect([...found.keys()]).toEqual(['m[a]', 'm[b]']);
  expect(found.get('m[a]')).toEqual({ count: 6, named: [...refused('a'), again, ...refused('c')] });
});

test('a document that every step has omitted is that of the last one', () => {
  const checkpoint = foldRecords(records(copied('m.copy', 1, 'a'), copied('m.catch-up', 1, 'a')));
  expect(
    omissionsByUnit(checkpoint)
      .get('m')
      ?.map(([step]) => step),
  ).toEqual(['m.catch-up']);
  expect(allowedOmissions(checkpoint).get('m')?.count).toBe(1);
});

test('a comparison counts where no other step names what it has omitted', () => {
  const compared = (step: string, named: readonly JsonObject[]) =>
    succeeded(step, { result: 'equal', omitted: { count: 2, named } });
  const missing = ['a', 'b'].map((id) => ({ what: 'missing', id }));
  const alone = allowedAfter(compared('m.verify', missing), compared('m.count', []));
  expect(alone.get('m')).toEqual({ count: 2, named: missing });
  const beside = allowedAfter(copied('m.copy', 1, 'a'), compared('m.verify', missing));
  expect(beside.get('m')).toEqual({ count: 1, named: refused('a') });
});

test('what failed a step is no allowance of the plan, and what is done again has omitted nothing yet', () => {
  const failed: RecordBody = {
    kind: 'step.failed',
    ...base('m.await'),
    outcome: 'terminal',
    code: 'X',
    message: 'm',
    outputs: { omitted: { count: 1, named: refused('a') } },
  };
  expect(allowedAfter(failed).size).toBe(0);
  expect([...omissionsByUnit(foldRecords(records(failed))).keys()]).toEqual(['m']);
  const retried: RecordBody = { kind: 'step.retried', step: 'm.await', by: 'ann', reason: 'mended' };
  expect(foldRecords(records(failed, retried)).omissions.size).toBe(0);
  const redone: RecordBody = { kind: 'unit.redone', unit: 'm', steps: ['m.copy'], by: 'ann', reason: 'mended' };
  expect(allowedAfter(copied('m.copy', 1, 'a'), redone).size).toBe(0);
});

test('what clients may have written is gone once the unit was found equal again, as thoroughly', () => {
  const omitted = { count: 2, named: [{ what: 'changed', id: 'k' }], written: true };
  const moved = (unit: string): RecordBody =>
    succeeded(`${unit}.compare-moved`, { result: 'unstable', level: 'digest', omitted });
  const verified = (result: 'equal' | 'different' | 'unstable', level = 'digest'): RecordBody => ({
    kind: 'unit.verified',
    unit: 'm',
    result,
    level,
    noted: {},
    by: 'ann',
  });
  expect([...allowedAfter(moved('m'), moved('n'), verified('equal')).keys()]).toEqual(['n']);
  for (const again of [verified('different'), verified('unstable'), verified('equal', 'counts')])
    expect(allowedAfter(moved('m'), again).get('m')).toMatchObject({ count: 2, written: true });
  expect(allowedAfter(verified('equal'), moved('m')).size).toBe(1);
  // What the plan allows to be missing stays missing.
  expect(allowedAfter(copied('m.copy', 1, 'a'), verified('equal')).size).toBe(1);
});

test('a fold that continues a checkpoint knows what steps have omitted', () => {
  const before = foldRecords(records(copied('m.copy', 1, 'a')));
  expect(CheckpointFold.from(before).checkpoint().omissions).toEqual(before.omissions);
});

test('outputs of any form give at most what every view names, and nothing that is no difference', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (omitted) => {
      const found = omissionIn({ omitted: omitted as JsonObject });
      expect(found?.count ?? 1).toBeGreaterThan(0);
      expect(found?.named.every(({ what, id }) => typeof what === 'string' && typeof id === 'string')).not.toBe(false);
    }),
  );
  const named = [...refused(...Array.from({ length: 30 }, (_, at) => `d${at}`)), 7, { id: 'x' }];
  expect(omissionIn({ omitted: { count: 30, named } })?.named).toHaveLength(20);
  expect(omissionIn({ omitted: { count: 0, named: [] } })).toBeUndefined();
});

test('a unit that was led back is without nothing', () => {
  const decided = (rollback: 'begun' | 'ended'): RecordBody => {
    return { kind: 'unit.decided', unit: 'm', decision: 'skipped', rollback, by: 'u@h', reason: 'r' };
  };
  expect(allowedAfter(copied('m.copy', 1, 'a'), decided('begun')).size).toBe(1);
  expect(allowedAfter(copied('m.copy', 1, 'a'), decided('begun'), decided('ended')).size).toBe(0);
});
