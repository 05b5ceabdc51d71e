import type { KindInput, StepBlueprint, ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { reindex } from './reindex.ts';

const CONNECTIONS: NonNullable<KindInput['connections']> = new Map([
  ['old', { type: 'elasticsearch', config: { url: 'https://old' } }],
  ['new', { type: 'elasticsearch', config: { url: 'https://new' } }],
]);

function expand(given: ValueObject, options: ValueObject = {}) {
  return reindex.expand({ address: 'u', with: given, options, connection: 'new', connections: CONNECTIONS });
}

const step = (steps: readonly StepBlueprint[], name: string) => steps.find((each) => each.name === name);
const BETWEEN: ValueObject = { source: { connection: 'old', index: 'a' }, dest: { index: 'b' } };
const WITHIN: ValueObject = { source: { index: 'a' }, dest: { index: 'b' } };

describe('a copy by bulk', () => {
  it('is a job between both clusters, in place of a task, and needs no way from one to the other', () => {
    const { steps, activity } = expand({ ...BETWEEN, method: 'bulk' });
    expect(steps.map(({ name }) => name)).toEqual([
      'reach-source',
      'reach-target',
      'check-clusters',
      'check-source',
      'check-open',
      'check-target',
      'try-definition',
      'read-source',
      'read-copy',
      'check-pipelines',
      'check-templates',
      'check-disk',
      'check-shards',
      'refresh-source',
      'create',
      'check-made',
      'check-allocated',
      'prepare',
      'copy',
      'restore',
      'refresh',
      'check-active',
      'check-copy',
      'check-source-copied',
      'count',
      'restore-pipelines',
    ]);
    expect(step(steps, 'copy')).toMatchObject({ kind: 'job', connections: ['old', 'new'] });
    expect(step(steps, 'restore')?.needs).toEqual(['create', 'copy']);
    expect(activity).toBeUndefined();
  });

  it('within one cluster uses one connection', () => {
    expect(step(expand({ ...WITHIN, method: 'bulk', parts: 3 }).steps, 'copy')).toMatchObject({
      kind: 'job',
      arguments: { source: 'a', dest: 'b', parts: 3 },
    });
    expect(step(expand({ ...WITHIN, method: 'bulk' }).steps, 'copy')).not.toHaveProperty('connections');
  });

  it('that may be without documents counts those that were refused', () => {
    const { steps } = expand({ ...BETWEEN, method: 'bulk', tolerate: 5 });
    expect(step(steps, 'count')).toMatchObject({
      expect: { missing: { path: ['steps', 'copy', 'outputs', 'refused'] } },
    });
    expect(step(expand({ ...BETWEEN, method: 'bulk' }).steps, 'count')).toMatchObject({ expect: { level: 'counts' } });
  });
});

describe('a verification by digest', () => {
  const verify = { level: 'digest' };

  it('compares every document before the counts, names those that differ, and ends with the definitions', () => {
    const { steps } = expand(BETWEEN, { verify });
    const last = [
      'check-copy',
      'check-source-copied',
      'compare',
      'verify',
      'count',
      'compare-definition',
      'restore-pipelines',
    ];
    expect(steps.slice(-last.length).map(({ name }) => name)).toEqual(last);
    expect(step(steps, 'verify')).toMatchObject({ repeats: ['compare'] });
    for (const name of ['compare', 'verify'])
      expect(step(steps, name)).toMatchObject({ kind: 'job', connections: ['old', 'new'] });
    expect(step(expand(WITHIN, { verify }).steps, 'compare')).not.toHaveProperty('connections');
  });

  it('is by value after a copy by the cluster, and by bytes after one by bulk', () => {
    const comparisonOf = (given: ValueObject) => step(expand(given, { verify }).steps, 'compare');
    expect(comparisonOf(BETWEEN)).toMatchObject({ arguments: { comparison: 'value' } });
    expect(comparisonOf({ ...BETWEEN, method: 'bulk' })).toMatchObject({ arguments: { comparison: 'bytes' } });
  });

  it('lets be missing what the plan lets the target refuse', () => {
    const given = { ...BETWEEN, method: 'bulk', tolerate: 5 };
    expect(step(expand(given, { verify }).steps, 'verify')).toMatchObject({
      arguments: {
        tolerate_missing: { path: ['steps', 'copy', 'outputs', 'refused'] },
        tolerated_ids: { path: ['steps', 'copy', 'outputs', 'refused_ids'] },
      },
    });
  });

  it('is given the changes that were refused while it followed the source, and the plan lets be', () => {
    const given = { ...BETWEEN, method: 'bulk', tolerate: 5 };
    const options = { verify, catch_up: { rounds: 2 }, cutover: { mode: 'clients' } };
    const of = (output: string) =>
      ['catch-up', 'catch-up-2', 'last-difference'].map((name) => ({ path: ['steps', name, 'outputs', output] }));
    const [counts, ids] = [of('refused_count'), of('refused_ids')];
    const byRounds = counts.map((count, at) => ({ count, ids: ids[at] }));
    const { steps } = expand(given, options);
    expect(step(steps, 'verify')).toMatchObject({
      arguments: { tolerate: 5, refused_by_rounds: byRounds, refused_updates: of('refused') },
    });
    expect(step(steps, 'count')).toMatchObject({ expect: { tolerate: 5, by_rounds: counts } });
    expect(step(expand({ ...BETWEEN, method: 'bulk' }, options).steps, 'verify')?.kind).toBe('job');
    expect(JSON.stringify(expand({ ...BETWEEN, method: 'bulk' }, options).steps)).not.toContain('refused_updates');
  });

  it.each([
    ['definition', ['check-source-copied', 'count', 'compare-definition', 'restore-pipelines']],
    ['sample', ['check-source-copied', 'sample', 'count', 'compare-definition', 'restore-pipelines']],
  ])('by %s has a part of it', (level, names) => {
    const { steps } = expand(
      { ...BETWEEN, dest: { index: 'b', settings: { x: 1 } } },
      { verify: { level, sample: 7 } },
    );
    expect(steps.slice(-names.length).map(({ name }) => name)).toEqual(names);
    expect(step(steps, 'compare-definition')).toMatchObject({
      connections: ['old', 'new'],
      arguments: { source: 'a', dest: 'b', settings: { x: 1 } },
    });
    if (level === 'sample') expect(step(steps, 'sample')).toMatchObject({ arguments: { sample: 7 } });
  });

  it('says to reviewers what the level does not see', () => {
    const riskOf = (options: ValueObject) => reindex.impact?.({ address: 'u', with: BETWEEN, options })?.risk ?? '';
    const risks = ['counts', 'definition', 'sample', 'digest'].map((level) => riskOf({ verify: { level } }));
    expect(new Set(risks).size).toBe(4);
    for (const risk of risks) expect([risk.startsWith(riskOf({})), risk.length <= 160]).toEqual([true, true]);
  });

  it('by counts is what a plan without it means', () => {
    expect(expand(BETWEEN, { verify: { level: 'counts' } })).toEqual(expand(BETWEEN));
  });
});

it.each([
  ['remote', WITHIN, 'method'],
  ['local', BETWEEN, 'method'],
  ['remote', { ...BETWEEN, tolerate: 5 }, 'tolerate'],
])('%s does not fit %j', (method, given, key) => {
  expect(expand({ ...given, method }).problems).toMatchObject([{ severity: 'error', path: ['with', key] }]);
});

it.each([
  ['auto', BETWEEN],
  ['local', WITHIN],
])('%s is what a plan without a method means', (method, given) => {
  expect(expand({ ...given, method })).toEqual(expand(given));
});
