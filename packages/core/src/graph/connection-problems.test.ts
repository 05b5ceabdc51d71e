import { describe, expect, it } from 'vitest';
import type { StepBlueprint } from '../provider/blueprint.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Interpolation, Reference, type ValueObject } from '../value/value.ts';
import { createConnectionCheck } from './connection-problems.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const { plan } = buildPlanFixture([{ name: 'orders', target: 'move' }], registry, { others: { other: {} } });
const problemsOf = createConnectionCheck(plan, registry);

function problemsOfJob(input: ValueObject, more: { readonly connection?: string } = {}) {
  const step: StepBlueprint = { kind: 'job', name: 'count', title: '', job: 'tally', arguments: input, ...more };
  return problemsOf({ provider: 'it', recipe: 'move' }, { steps: [step], outputs: {} });
}

describe('the input of a job', () => {
  it.each([
    [{ slices: 'two' }, '`slices` of the input of the job tally is a whole number.'],
    [{ slices: 2, label: 7 }, '`label` of the input of the job tally is text.'],
  ])('is a problem of the plan where it says what the job does not accept: %j', (input, detail) => {
    const summary = expect.stringMatching(/^the step count would fail: .* expected, not /);
    expect(problemsOfJob(input)).toMatchObject([{ severity: 'error', path: ['with'], summary, detail }]);
    expect(problemsOfJob(input, { connection: 'other' })).toHaveLength(1);
  });

  it.each<ValueObject>([
    { slices: 2, label: 'x' },
    { slices: new Reference(['steps', 'check', 'outputs', 'count']) },
    { label: new Interpolation(['of ', new Reference(['secrets', 'pw'])]) },
  ])('is none where it fits, or is known during the run only: %o', (input) => {
    expect(problemsOfJob(input)).toEqual([]);
  });
});

it('a connection that the plan does not have is a problem', () => {
  expect(problemsOfJob({}, { connection: 'gone' })).toMatchObject([{ summary: 'unknown provider `gone`' }]);
});
