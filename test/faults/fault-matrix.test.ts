import { describe, expect, it } from 'vitest';
import { RULES } from './support/endings.ts';
import { findViolations } from './support/find-violations.ts';
import { buildMatrix, choosePairs } from './support/matrix.ts';
import { faultRuleOf, isLost, namedRow, type Row } from './support/row.ts';
import { runScenario } from './support/run-scenario.ts';
import { whatBroke } from './support/what-broke.ts';

const all = await buildMatrix();
// Every row: `fault-matrix.long.test.ts`.
const rows = choosePairs(all);

describe('one fault on one call', () => {
  it.each(rows.map((row) => namedRow(row, RULES)))('%s', async (_name, row, ending) => {
    const run = await runScenario(row.scenario, [faultRuleOf(row)]);
    expect(run.ending, whatBroke(row, run)).toBe(ending);
    expect(findViolations(run)).toEqual([]);
    if (ending === 'succeeded') expect(run.gatesOpened).toBe(row.scenario.gates);
  });

  it('meets every operation of every scenario, and every fault on every operation and in every scenario', () => {
    expect(rows.length).toBeGreaterThan(1_000);
    const pairsOf = (some: readonly Row[]): ReadonlySet<string> =>
      new Set(
        some.flatMap(({ scenario: { name }, operation, fault }) => [
          `${name}: ${operation}`,
          `${operation}: ${fault.name}`,
          `${name}: ${fault.name}`,
        ]),
      );
    expect(pairsOf(rows)).toEqual(pairsOf(all));
  });

  it('meets every effect of every scenario with every fault', () => {
    const effects = all.filter(({ role }) => role === 'effect');
    expect(effects.length).toBeGreaterThan(700);
    expect(rows.filter(({ role }) => role === 'effect')).toEqual(effects);
  });
});

describe('a gate', () => {
  const gated = rows.filter(
    ({ scenario, operation, fault }) => scenario.gates > 0 && operation.includes('Online') && isLost(fault),
  );

  it.each(gated.map((row) => namedRow(row, RULES)))('stays shut until a person opens it: %s', async (_name, row) => {
    const run = await runScenario({ ...row.scenario, gates: 0 }, [faultRuleOf(row)]);
    expect(run.ending, whatBroke(row, run)).toBe('gated');
    const ending = ['StopMigrationTask', 'ExchangeInstanceIp'];
    expect(run.sandbox.control.requests().filter(({ operation }) => ending.includes(operation))).toEqual([]);
    expect(findViolations(run)).toEqual([]);
  });
});

describe('a create whose answer is lost and whose task is listed late', () => {
  const creates = rows.filter(
    ({ operation, fault }) => operation.startsWith('Create') && fault.family === 'lost-after',
  );

  it.each(creates.map((row) => namedRow(row, RULES)))('is found before it is sent again: %s', async (_name, row) => {
    const hidden = { operation: row.operation, fault: { kind: 'hidden-in-list', ms: 6_000 } } as const;
    const run = await runScenario(row.scenario, [faultRuleOf(row), hidden]);
    expect(run.ending, whatBroke(row, run)).toBe('succeeded');
    expect(findViolations(run)).toEqual([]);
  });
});
