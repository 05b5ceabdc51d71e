import { type ComparedPair, defined, type StepBlueprint } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { elasticsearch } from '../elasticsearch.ts';
import { comparison } from './comparison.ts';

const entry = (url: string, password?: string) => ({
  type: 'elasticsearch',
  config: { url, ...defined({ password }) },
});
const PAIR: ComparedPair = {
  source: { connection: 'old', data: { index: 'a' }, namedAt: 'verify.connect.source' },
  copy: { connection: 'sink', data: { index: 'b' }, namedAt: 'verify.connect.target' },
  options: { level: 'digest' },
  intended: { mappings: { _doc: {} } },
  connections: new Map([
    ['old', entry('https://10.20.0.5:9200')],
    ['sink', entry('https://sink.example.com:9200')],
  ]),
};

const placesOf = (steps: readonly StepBlueprint[]) =>
  steps.map(({ kind, name, connection }) => `${kind} ${name} at ${connection}`);

describe('a comparison for kinds of other providers', () => {
  it('asks both sides before anything is copied, and says which connection cannot be reached, and where it leads', () => {
    const steps = comparison.before(PAIR);
    expect(placesOf(steps)).toEqual([
      'check reach-source at old',
      'check reach-source-documents at old',
      'check reach-copy at sink',
    ]);
    expect(steps.map((step) => (step.kind === 'check' ? step.unreachable?.what : undefined))).toEqual([
      'The cluster old (https://10.20.0.5:9200)',
      'The cluster old (https://10.20.0.5:9200)',
      'The cluster sink (https://sink.example.com:9200)',
    ]);
    expect(steps.at(-1)).toMatchObject({ unreachable: { hint: expect.stringContaining('verify.connect.target') } });
  });

  it('asks whether both sides are one index by two addresses, before the last check of reach', () => {
    const same = { ...PAIR, copy: { ...PAIR.copy, data: { index: 'a' } } };
    const steps = comparison.before(same);
    expect(placesOf(steps)).toEqual([
      'check reach-source at old',
      'check reach-source-documents at old',
      'check reach-apart at sink',
      'check reach-copy at sink',
    ]);
    expect(steps[2]).toMatchObject({
      check: 'indices-apart',
      beside: { connection: 'old' },
      unreachable: { what: 'The cluster sink (https://sink.example.com:9200)' },
    });
  });

  it.each([
    ['counts', ['check count at sink']],
    ['definition', ['check count at sink', 'job compare-definition at sink']],
    ['sample', ['job sample at sink', 'check count at sink', 'job compare-definition at sink']],
    [
      'digest',
      ['job compare at sink', 'job differences at sink', 'check count at sink', 'job compare-definition at sink'],
    ],
  ])('has every step of the level %s at a connection of its own', (level, places) => {
    const steps = comparison.after({ ...PAIR, options: { level } });
    expect(placesOf(steps)).toEqual(['call refresh-source at old', 'call refresh-copy at sink', ...places]);
    for (const step of steps) {
      if (step.kind === 'job') expect(step.connections).toEqual(['old', 'sink']);
      if (step.kind === 'job') expect(elasticsearch.jobs).toHaveProperty(step.job);
      if (step.kind === 'check') expect(elasticsearch.checks).toHaveProperty(step.check);
    }
  });

  it('compares again at any level, and knows what it noted', () => {
    const again = comparison.again(PAIR, 'sample');
    if (again.kind !== 'steps') throw new Error('it has steps');
    expect(again.level).toBe('sample');
    expect(placesOf(again.blueprint.steps)).toContain('job sample at sink');
    const { steps } = comparison.freshness(PAIR, { source: [3], copy: [4] });
    expect(placesOf(steps)).toEqual(['check unwritten-source at old', 'check unwritten-copy at sink']);
  });

  it('finds a password that crosses the network, and an index that is compared with itself', () => {
    expect(comparison.problems(PAIR)).toEqual([]);
    const connections = new Map([['old', entry('http://10.20.0.5:9200', 'p')]]);
    const itself = { ...PAIR, copy: { ...PAIR.source, namedAt: 'verify.connect.target' }, connections };
    expect(comparison.problems(itself)).toMatchObject([
      { severity: 'warning', summary: 'a password crosses the network unencrypted' },
      { severity: 'error', path: ['verify', 'connect', 'target'], summary: 'an index would be compared with itself' },
    ]);
  });

  it('finds an index that is compared with itself under another alias of its cluster', () => {
    const connections = new Map([
      ['old', entry('https://sink.example.com:9200/')],
      ['sink', entry('https://sink.example.com:9200')],
    ]);
    const itself = { ...PAIR, copy: { ...PAIR.copy, data: { index: 'a' } }, connections };
    expect(comparison.problems(itself)).toMatchObject([
      { severity: 'error', detail: expect.stringContaining('by the connections old and sink') },
    ]);
    // Another index of the same cluster may well be its copy.
    expect(comparison.problems({ ...PAIR, connections })).toEqual([]);
  });
});
