import { describe, expect, test } from 'vitest';
import { POLICIES } from '../../core/src/scheduler/policies/policies.ts';
import { lateStart } from '../../core/src/testing/internal/late-start-policy.ts';
import { buildPlanReport, MOST_SIMULATED_STEPS } from './build-plan-report.ts';
import { type CompiledPlan, checkPlan } from './check-plan.ts';
import { createMemoryState } from './state/create-memory-state.ts';

const HOUR_MS = 3_600_000;

describe('the preview that a report makes for itself', () => {
  test('is simulated for a plan that takes no time to simulate', async () => {
    const { preview, units } = await reportOn(10);
    expect(preview.schedule?.samples).toBeGreaterThan(0);
    expect(units.every(({ planned }) => planned !== undefined)).toBe(true);
  });

  test('is not simulated for a large one, and has its requests all the same', async () => {
    const { preview, units } = await reportOn(MOST_SIMULATED_STEPS);
    expect(preview.schedule).toBeUndefined();
    expect(units.some(({ planned }) => planned !== undefined)).toBe(false);
    expect(preview.units.at(-1)?.steps.at(-1)?.fingerprint).toBeDefined();
  });

  test('is simulated by the time at which the plan began, or could begin now', async () => {
    const { compiled, report } = checkPlan(planOf(2));
    if (compiled === undefined) throw new Error(report());
    const store = createMemoryState(compiled.plan.name);
    const policies = [...POLICIES, lateStart(2 * HOUR_MS)];
    const firstStart = async (nowMs: number) => {
      const { units } = await buildPlanReport({ ...compiled, policies } as CompiledPlan, {
        store,
        preview: undefined,
        how: 'by hand',
        nowMs,
      });
      return Math.min(...units.map(({ planned }) => planned?.starts_ms ?? Number.NaN));
    };
    expect(await firstStart(HOUR_MS)).toBe(HOUR_MS);
    expect(await firstStart(2 * HOUR_MS)).toBe(0);
    await using lease = await store.acquire({ host: 'host', pid: 1, user: 'tester' });
    const begun = {
      kind: 'run.started',
      run: 'run-1',
      plan: 'large',
      planDigest: '',
      stepCount: 1,
      versions: {},
    } as const;
    await lease.append([{ ...begun, owner: { host: 'host', pid: 1, user: 'tester' }, rid: 'run-1', t: HOUR_MS }]);
    expect(await firstStart(2 * HOUR_MS)).toBe(HOUR_MS);
  });
});

async function reportOn(unitCount: number) {
  const { compiled, report } = checkPlan(planOf(unitCount));
  if (compiled === undefined) throw new Error(report());
  const store = createMemoryState(compiled.plan.name);
  return await buildPlanReport(compiled, { store, preview: undefined, how: 'by hand', nowMs: 0 });
}

function planOf(unitCount: number): string {
  return `version: 1
name: large
secrets: { password: { env: PASSWORD } }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  indices:
    uses: search.index-migration
    for_each: [${Array.from({ length: unitCount }, (_, number) => `i${number}`).join(', ')}]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}", type: _doc, username: elastic, password: "\${{ secrets.password }}" }
      sinkCluster: { index: "\${{ each.key }}", type: _doc, username: elastic, password: "\${{ secrets.password }}", settings: {}, mapping: { _doc: {} } }
`;
}
