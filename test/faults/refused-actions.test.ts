import { describe, expect, it } from 'vitest';
import { codeOf } from './support/code-of.ts';
import { FORBIDDEN } from './support/faults.ts';
import { findViolations } from './support/find-violations.ts';
import { type EndingRule, faultRuleOf, namedRow, type Row } from './support/row.ts';
import { runScenario } from './support/run-scenario.ts';
import { SCENARIOS, type Scenario, STARTED_AGAIN } from './support/scenarios.ts';

const RULES: readonly EndingRule[] = [
  {
    why: 'how far a full copy is decides nothing, and the job only tells early that a machine will never come',
    applies: ({ scenario, operation }) =>
      operation === 'ShowJobInfo' || (operation === 'ShowMigrationTaskStats' && scenario.gates === 0),
    ending: () => 'succeeded',
  },
  {
    why: 'the permission is missing for this step, whatever else the credentials may do',
    applies: () => true,
    ending: (row) => `failed ${codeOf(row)}`,
  },
];

const rows: readonly Row[] = [...SCENARIOS, ...STARTED_AGAIN].flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) =>
    FORBIDDEN[scenario.provider].map((fault): Row => ({ scenario, operation, role, fault, call: 'every' })),
  ),
);

describe('an action that the credentials may not do', () => {
  it.each(rows.map((row) => namedRow(row, RULES)))('%s', async (_name, row, ending) => {
    const run = await runScenario(row.scenario, [faultRuleOf(row)]);
    expect(run.ending).toBe(ending);
    expect(findViolations(run)).toEqual([]);
    expect(run.results.at(-1)?.suspended).toEqual([]);
    const failure = run.results.at(-1)?.units.find(({ status }) => status === 'failed')?.failure;
    if (ending === `failed ${codeOf(row)}`)
      expect(failure?.hint).toMatch(/Grant the \w+ user .*(elasticsearch:|dcs:|permission for)/);
  });

  it('fails the one unit that needs it, and no other', async () => {
    const many = SCENARIOS.filter(({ name }) => ['index-migration', 'online-migration full'].includes(name));
    for (const scenario of many.map(threeUnits)) {
      const operation = 'CreateDataTasks' in scenario.operations ? 'CreateDataTasks' : 'ShowInstance';
      const [fault] = FORBIDDEN[scenario.provider];
      if (fault === undefined) throw new Error('there is a refusal');
      const run = await runScenario(scenario, [{ operation, nth: 1, fault: fault.fault }], { inFlight: 1 });
      const statuses = run.results.at(-1)?.units.map(({ status }) => status) ?? [];
      expect([scenario.name, statuses.filter((status) => status === 'failed').length]).toEqual([scenario.name, 1]);
      expect(statuses).toContain('succeeded');
      expect(run.results.at(-1)?.suspended).toEqual([]);
    }
  });
});

/** The same unit three times, each on a target of its own. */
function threeUnits(scenario: Scenario): Scenario {
  const text = JSON.stringify(scenario.migrations)
    .replaceAll('cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3b${{ each.key }}')
    .replaceAll('"index":"orders"', '"index":"orders-${{ each.key }}"');
  const migrations = Object.entries(JSON.parse(text) as Readonly<Record<string, object>>);
  const [first] = migrations;
  if (first === undefined) throw new Error('there is a migration');
  return { ...scenario, migrations: { [first[0]]: { ...first[1], for_each: ['1', '2', '3'] } } };
}
