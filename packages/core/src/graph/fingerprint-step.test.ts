import { describe, expect, it } from 'vitest';
import { fingerprintStep } from './fingerprint-step.ts';
import type { CheckStep } from './graph.ts';

const CHECK: CheckStep = {
  address: 'orders[a].check-sink',
  name: 'check-sink',
  unit: 'orders[a]',
  provider: 'aliyun',
  title: 'the sink does not have the index yet',
  needs: ['orders[a].check-source'],
  always: false,
  height: 3,
  kind: 'check',
  operation: 'GetClusterDataInformation',
  arguments: { instanceId: 'es-1' },
  check: 'sink-index-absent',
  expect: { index: 'orders' },
};

describe('fingerprintStep', () => {
  it.each<[string, Partial<CheckStep>]>([
    ['arguments', { arguments: { instanceId: 'es-2' } }],
    ['check', { check: 'sink-index-present' }],
    ['expectation', { expect: { index: 'users' } }],
    ['needs', { needs: [] }],
    ['named connection', { connection: 'other' }],
    ['second read', { beside: { operation: 'Show', arguments: {} } }],
  ])('changes with the %s', (_what, change) => {
    expect(fingerprintStep({ ...CHECK, ...change })).not.toBe(fingerprintStep(CHECK));
  });

  it('changes with the connection of the second read', () => {
    const beside = { operation: 'Show', arguments: {} };
    const apart = { ...CHECK, beside: { ...beside, connection: 'other' } };
    expect(fingerprintStep(apart)).not.toBe(fingerprintStep({ ...CHECK, beside }));
  });

  it('does not change with where the step stands or how it is described', () => {
    const moved: CheckStep = {
      ...CHECK,
      address: 'users[a].check-sink',
      unit: 'users[a]',
      needs: ['users[a].check-source'],
      provider: 'other',
      title: 'another title',
      height: 9,
    };
    expect(fingerprintStep(moved)).toBe(fingerprintStep(CHECK));
  });
});
