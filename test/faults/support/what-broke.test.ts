import { expect, test } from 'vitest';
import { REFUSED } from './faults.ts';
import { roomOf } from './room-of.ts';
import { faultRuleOf, type Row } from './row.ts';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { whatBroke } from './what-broke.ts';

test('says which step broke and why, and where a reader begins', async () => {
  const [scenario] = SCENARIOS;
  const [operation] = Object.keys(scenario?.operations ?? {});
  if (scenario === undefined || operation === undefined) throw new Error('there are scenarios');
  const row: Row = { scenario, operation, role: 'check', fault: REFUSED, call: 1 };
  const run = await runScenario(scenario, [faultRuleOf(row)]);
  const text = whatBroke(row, run);
  expect(text).toContain(`Begin in ${roomOf(row)}.`);
  expect(text).toMatch(/^\S+\.\S+ is failed: \w+: .+/m);
  expect(whatBroke(row, await runScenario(scenario, []))).toBe(`Begin in ${roomOf(row)}.`);
});
