import { expect, it } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function findings(rollout: string) {
  const text = `version: 1
name: shop
providers: { it: { type: fake } }
rollout: ${rollout}
migrations:
  users: { uses: it.move, labels: { tier: live }, with: { name: u } }
  orders:
    uses: it.move
    labels: { tier: test }
    needs: [users]
    for_each: { a: { bytes: 3 }, b: { bytes: 5 } }
    with: { name: "${'${{ each.key }}'}" }
`;
  const { diagnostics, compiled } = compilePlan(text, { file: 'shop.yaml', registry });
  expect(compiled === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  expect(diagnostics.every(({ range }) => range?.start.line === 4)).toBe(true);
  return diagnostics.map(({ code, severity, path, summary, hint }) => ({
    found: [code, severity, path],
    summary,
    hint,
  }));
}

it.each<[string, string, string, string]>([
  ['{ waves: [1] }', 'PLAN_WAVE_LEFT_OUT', 'error', 'rollout.waves'],
  ['{ waves: [{ label: tier=tset }, rest] }', 'PLAN_WAVE_LABEL', 'error', 'rollout.waves.0.label'],
  ['{ waves: [{ label: tier=test }, rest] }', 'PLAN_WAVE_ORDER', 'error', 'rollout.waves.0'],
  ['{ waves: [3, 10%] }', 'PLAN_WAVE_EMPTY', 'warning', 'rollout.waves.1'],
  ['{ waves: [100%, { label: tier=test }] }', 'PLAN_WAVE_EMPTY', 'warning', 'rollout.waves.1'],
  ['{ waves: [rest], order: largest-first, size: byte }', 'PLAN_WAVE_SIZE', 'error', 'rollout.order'],
])('%s is one finding: %s', (rollout, code, severity, path) => {
  expect(findings(rollout).map(({ found }) => found)).toEqual([[code, severity, path]]);
});

it('the finding names what was meant, and how many units are concerned', () => {
  expect(findings('{ waves: [{ label: tier=tset }, rest] }')[0]?.hint).toBe('did you mean `tier=test`?');
  expect(findings('{ waves: [1] }')[0]?.summary).toBe('2 units are in no wave');
});

it('waves that take every unit after what it needs are fine', () => {
  expect(findings('{ waves: [{ label: tier=live }, { label: "tier=*" }] }')).toEqual([]);
  expect(findings('{ waves: [1, 30%, rest], order: largest-first }')).toEqual([]);
});
