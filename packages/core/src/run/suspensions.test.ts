import { describe, expect, it } from 'vitest';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { Redactor } from '../redact/redactor.ts';
import { ReadyStep } from '../scheduler/ready-step.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Suspensions } from './suspensions.ts';

function refused(message: string): ProviderError {
  return new ProviderError(message, { vendorCode: 'HTTP_401', class: 'unauthorized', effect: 'none' });
}

function firstStep(): ReadyStep {
  const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
  const [unit] = buildPlanFixture([{ name: 'orders', target: 'copy' }], registry).graph.units;
  if (unit === undefined) throw new Error('the plan has a unit');
  return new ReadyStep(unit, 0);
}

describe('Suspensions', () => {
  it('keeps the first error of a connection, and says it once, without secrets', () => {
    const suspensions = new Suspensions(new Redactor(['a-secret-key']));
    expect(suspensions.add('it', refused('a-secret-key is wrong'))?.message).not.toContain('a-secret-key');
    expect(suspensions.add('it', refused('later'))).toBeUndefined();
    expect(suspensions.described).toHaveLength(1);
    expect(suspensions.errors.get('it')?.message).toBe('a-secret-key is wrong');
  });

  it('holds the steps that are sent to a suspended connection, and no others', () => {
    const suspensions = new Suspensions(new Redactor([]));
    const step = firstStep();
    expect(suspensions.holds(step)).toBe(false);
    suspensions.add('other', refused('no'));
    expect([suspensions.has('other'), suspensions.has('it'), suspensions.holds(step)]).toEqual([true, false, false]);
    suspensions.add('it', refused('no'));
    expect(suspensions.holds(step)).toBe(true);
  });
});
