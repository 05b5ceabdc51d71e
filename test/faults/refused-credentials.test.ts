import { describe, expect, it } from 'vitest';
import { codeOf } from './support/code-of.ts';
import { type NamedFault, UNAUTHORIZED } from './support/faults.ts';
import { findViolations } from './support/find-violations.ts';
import { countCalls, type EndingRule, faultRuleOf, namedRow, type Row } from './support/row.ts';
import { runScenario } from './support/run-scenario.ts';
import { SCENARIOS, STARTED_AGAIN } from './support/scenarios.ts';

const RULES: readonly EndingRule[] = [
  {
    why: 'vendors lock a key after a few refusals, and the units are as good as before',
    applies: () => true,
    ending: (row) => `suspended ${codeOf(row)}`,
  },
];

const scenarios = [...SCENARIOS, ...STARTED_AGAIN];
const calls = new Map(
  await Promise.all(scenarios.map(async (scenario) => [scenario, await countCalls(scenario)] as const)),
);

/** Every refusal meets the first call of each operation, and one of them the last, when work is under way. */
const rows: readonly Row[] = scenarios.flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) => {
    const last = calls.get(scenario)?.get(operation) ?? 1;
    const refusals = UNAUTHORIZED[scenario.provider];
    const row = (fault: NamedFault, call: number): Row => ({ scenario, operation, role, fault, call });
    return [
      ...refusals.map((fault) => row(fault, 1)),
      ...(last === 1 ? [] : refusals.slice(0, 1).map((fault) => row(fault, last))),
    ];
  }),
);

describe('credentials that are refused', () => {
  it.each(rows.map((row) => namedRow(row, RULES)))('%s', async (_name, row, ending) => {
    const run = await runScenario(row.scenario, [faultRuleOf(row)], { inFlight: 1 });
    expect(run.ending).toBe(ending);
    expect(findViolations(run)).toEqual([]);
    const [result] = run.results.slice(-1);
    expect(result?.units.map((unit) => unit.status)).not.toContain('failed');
    expect(run.sandbox.control.requests().at(-1)).toMatchObject({ operation: row.operation, code: codeOf(row) });
    expect(await run.runAgain()).toBe('succeeded');
    expect(findViolations(run)).toEqual([]);
  });

  it.each(scenarios)(
    '$name: a key that is refused everywhere is sent once, however many calls may be under way',
    async (scenario) => {
      for (const fault of UNAUTHORIZED[scenario.provider]) {
        const run = await runScenario(scenario, [{ fault: fault.fault }], { inFlight: 16 });
        expect(run.ending).toMatch(/^suspended /);
        expect(run.sandbox.control.requests()).toHaveLength(1);
      }
    },
  );
});
