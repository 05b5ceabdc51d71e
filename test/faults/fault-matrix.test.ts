import { describe, expect, it } from 'vitest';
import { codeOf } from './support/code-of.ts';
import {
  HARMLESS,
  LOST_AFTER,
  LOST_BEFORE,
  type NamedFault,
  REFUSED,
  STRANGE_TASKS,
  TASK_FAILS,
  THROTTLED,
  WITHDRAWN,
} from './support/faults.ts';
import { findViolations } from './support/find-violations.ts';
import { countCalls, type EndingRule, faultRuleOf, isLost, namedRow, type Row, replicates } from './support/row.ts';
import { runScenario } from './support/run-scenario.ts';
import { SCENARIOS, STARTED_AGAIN } from './support/scenarios.ts';
import { whatBroke } from './support/what-broke.ts';

const PASSING: readonly NamedFault[] = [...HARMLESS, ...STRANGE_TASKS, ...THROTTLED, ...LOST_BEFORE, ...LOST_AFTER];
/** One fault of each sort: every later call meets them. */
const SAMPLE = PASSING.filter(({ name }) => !/^50[0245]|throttled with \d+$|html|truncated|huge|in time/.test(name));
/** Where a call in between differs from the first and the last: what the task shows, and what the answer lacks. */
const IN_BETWEEN = PASSING.filter(({ name }) => /hidden|unknown|without-ids/.test(name));
const STARTING = [
  'CreateDataTasks',
  'CreateMigrationTask',
  'CreateOnlineMigrationTask',
  'SetOnlineMigrationTask',
  'BatchRestartOnlineMigrationTasks',
  'ExchangeInstanceIp',
];

/** Calls whose task then shows the unknown word for as long as it works. */
const NAMING = ['CreateOnlineMigrationTask', 'SetOnlineMigrationTask'];

/** One fault, once, on any call: how it must end. The first rule that applies decides. */
const RULES: readonly EndingRule[] = [
  {
    why: 'a replication under a name that no document has is never seen to replicate: the time-out ends the wait',
    applies: ({ scenario, operation, fault }) =>
      fault.name === 'unknown status' && NAMING.includes(operation) && replicates(scenario),
    ending: () => 'failed RUN_TASK_FAILED',
  },
  {
    why: 'the end of the first copy looks like the end of the second, and a second full copy could overwrite newer data',
    applies: ({ scenario, operation, call, fault }) =>
      scenario.repeated?.[operation] === 2 && call === 2 && fault.family === 'lost-before',
    ending: () => 'unknown RUN_OUTCOME_UNKNOWN',
  },
  {
    why: 'the task changed moments before the restart, so whether it was restarted and has ended cannot be determined',
    applies: ({ operation, fault }) =>
      operation === 'BatchRestartOnlineMigrationTasks' && fault.family === 'lost-before',
    ending: () => 'unknown RUN_OUTCOME_UNKNOWN',
  },
  {
    why: 'nothing is lost',
    applies: ({ fault }) => fault.family === 'harmless',
    ending: () => 'succeeded',
  },
  {
    why: 'a task that is not listed yet, or shows a word that no document has, is waited for',
    applies: ({ fault }) => fault.family === 'strange-task',
    ending: () => 'succeeded',
  },
  {
    why: 'refused unread: sent again after the wait',
    applies: ({ fault }) => fault.family === 'throttled',
    ending: () => 'succeeded',
  },
  {
    why: 'a read is repeated',
    applies: ({ fault, role }) => isLost(fault) && role !== 'effect',
    ending: () => 'succeeded',
  },
  {
    why: 'looked up and sent again only where it did not happen, or repeated where that is harmless',
    applies: ({ fault }) => isLost(fault),
    ending: () => 'succeeded',
  },
  {
    why: 'the remote work ends in failure',
    applies: ({ fault, operation }) => fault.family === 'task-fails' && STARTING.includes(operation),
    ending: () => 'failed RUN_TASK_FAILED',
  },
  {
    why: 'the call starts no work that could fail',
    applies: ({ fault }) => fault.family === 'task-fails',
    ending: () => 'succeeded',
  },
  {
    why: 'a failed look is no failed task',
    applies: ({ role }) => role === 'poll',
    ending: () => 'succeeded',
  },
  {
    why: 'the same call would be refused again',
    applies: ({ fault }) => fault.family === 'withdrawn' || fault.family === 'refused',
    ending: (row) => `failed ${codeOf(row)}`,
  },
];

const scenarios = [...SCENARIOS, ...STARTED_AGAIN];
const calls = new Map(
  await Promise.all(scenarios.map(async (scenario) => [scenario, await countCalls(scenario)] as const)),
);

/** The first call of each operation meets every fault, the last one of each sort, and those in between a few. */
const rows: readonly Row[] = scenarios.flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) => {
    const count = calls.get(scenario)?.get(operation) ?? 1;
    const between = Array.from({ length: Math.max(0, count - 2) }, (_, index) => index + 2);
    const at = (call: number, faults: readonly NamedFault[]) =>
      faults.map((fault): Row => ({ scenario, operation, role, fault, call }));
    return [
      ...at(1, [...PASSING, WITHDRAWN, REFUSED, TASK_FAILS]),
      ...between.flatMap((call) => at(call, IN_BETWEEN)),
      ...(count > 1 ? at(count, SAMPLE) : []),
    ];
  }),
);

describe('one fault on one call', () => {
  it.each(rows.map((row) => namedRow(row, RULES)))('%s', async (_name, row, ending) => {
    const run = await runScenario(row.scenario, [faultRuleOf(row)]);
    expect(run.ending, whatBroke(row, run)).toBe(ending);
    expect(findViolations(run)).toEqual([]);
    if (ending === 'succeeded') expect(run.gatesOpened).toBe(row.scenario.gates);
  });

  it('meets every operation of every scenario with every fault', () => {
    expect(rows.length).toBeGreaterThan(1_000);
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
