import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { runScenario } from './support/run-scenario.ts';
import type { Scenario } from './support/scenarios.ts';
import { SCENARIOS } from './support/scenarios.ts';

const UNITS = 50;
const WINDOW_MS = 10_000;

describe('many units that look at one sink', () => {
  it('share the probe: one in ten seconds, although each looks for another index', async () => {
    const { ending, sandbox, results } = await runScenario(manyUnits(), []);
    expect(ending).toBe('succeeded');
    expect(results.at(-1)?.units).toHaveLength(UNITS);
    const probes = sandbox.control.requests({ operation: 'GetClusterDataInformation' });
    // Source and verification ask about one index each; what is left are the looks for indices that must not be there.
    const sinkProbes = probes.length - 2 * UNITS;
    const firstCreateAtMs = sandbox.control.requests({ operation: 'CreateDataTasks' })[0]?.atMs ?? 0;
    const startedAtMs = probes[0]?.atMs ?? 0;
    expect(sinkProbes).toBeGreaterThan(0);
    expect(sinkProbes).toBeLessThanOrEqual(Math.ceil((firstCreateAtMs - startedAtMs) / WINDOW_MS) + 1);
  });

  it('see each what they look for in the one answer', async () => {
    const taken = { instanceId: 'es-cn-simulated01', indices: ['orders-07', 'orders-23'] };
    const { results } = await runScenario(manyUnits(), [], { settings: { alicloud: { instances: [taken] } } });
    const failed = results.at(-1)?.units.filter((unit) => unit.status === 'failed') ?? [];
    expect(failed.map((unit) => unit.step)).toEqual(['orders[07].check-sink', 'orders[23].check-sink']);
    expect(failed[0]?.failure?.message).toContain('orders-07');
  });
});

describe('many units that ask whether their target is free', () => {
  it('share one list', async () => {
    const { ending, sandbox, results } = await runScenario(manyTargets(), []);
    expect([ending, results.at(-1)?.units.length]).toEqual(['succeeded', MANY]);
    const firstCreateSeq = sandbox.control.requests({ operation: 'CreateOnlineMigrationTask' })[0]?.seq ?? 0;
    const lists = sandbox.control.requests({ operation: 'ListMigrationTask' });
    // Those that are about a name are the look-ups before each create.
    expect(lists.filter(({ seq, subject }) => seq < firstCreateSeq && subject === null)).toHaveLength(1);
  });
});

const MANY = 200;
const TARGET_ID = 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd';

function manyTargets(): Scenario {
  const scenario = SCENARIOS.find(({ name }) => name === 'online-migration full');
  if (scenario === undefined) throw new Error('there is a scenario');
  const keys = Array.from({ length: MANY }, (_, index) => String(index).padStart(3, '0'));
  const perKey = `${TARGET_ID.slice(0, -3)}\${{ each.key }}`;
  const text = JSON.stringify(scenario.migrations).replaceAll(TARGET_ID, perKey);
  const { cache } = JSON.parse(text) as { readonly cache: JsonObject };
  return { ...scenario, name: 'two hundred caches', migrations: { cache: { ...cache, for_each: keys } } };
}

function manyUnits(): Scenario {
  const [one] = SCENARIOS;
  if (one === undefined) throw new Error('there is a scenario');
  const keys = Array.from({ length: UNITS }, (_, index) => String(index).padStart(2, '0'));
  const text = JSON.stringify(one.migrations).replaceAll('"index":"orders"', '"index":"orders-${{ each.key }}"');
  const migrations = JSON.parse(text) as { readonly orders: object };
  return { ...one, name: 'fifty indices', migrations: { orders: { ...migrations.orders, for_each: keys } } };
}
