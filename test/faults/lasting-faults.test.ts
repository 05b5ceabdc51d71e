import { describe, expect, it } from 'vitest';
import { codeOf } from './support/code-of.ts';
import {
  LOST_AFTER,
  LOST_BEFORE,
  type NamedFault,
  REFUSED,
  STRANGE_TASKS,
  THROTTLED,
  WITHDRAWN,
} from './support/faults.ts';
import { findViolations } from './support/find-violations.ts';
import { type EndingRule, faultRuleOf, isLost, namedRow, type Row, replicates } from './support/row.ts';
import { runScenario } from './support/run-scenario.ts';
import { SCENARIOS, STARTED_AGAIN } from './support/scenarios.ts';
import { whatBroke } from './support/what-broke.ts';

/** Answers of eight megabytes are as good as empty ones, and waits that a server names only make a limit last. */
const LASTING: readonly NamedFault[] = [...STRANGE_TASKS, ...THROTTLED, ...LOST_BEFORE, ...LOST_AFTER].filter(
  ({ name }) => name !== 'answer huge' && !name.endsWith('for 3 s'),
);
const LISTS = ['ListDataTasks', 'ListMigrationTask'];
const NAMING = ['ListMigrationTask', 'CreateOnlineMigrationTask', 'SetOnlineMigrationTask'];
/** Sent again under their token, or because repeating is harmless, and not looked up. */
const REPEATED = ['CreateDataTasks', 'DeleteDataTask', 'DeleteMigrationTask'];

/** One fault on every call of an operation: how it must end. The first rule that applies decides. */
const RULES: readonly EndingRule[] = [
  {
    why: 'a replication under a name that no document has is never seen to replicate: the time-out ends the wait',
    applies: ({ scenario, operation, fault }) =>
      fault.name === 'unknown status' && NAMING.includes(operation) && replicates(scenario),
    ending: () => 'failed RUN_TASK_FAILED',
  },
  {
    why: 'it is seen in the end, under the word of its end',
    applies: ({ fault }) => fault.family === 'strange-task',
    ending: () => 'succeeded',
  },
  {
    why: 'the job only tells early that a machine will never come; the list tells when it is there',
    applies: ({ operation }) => operation === 'ShowJobInfo',
    ending: () => 'succeeded',
  },
  {
    why: 'how far a full copy is is told to people and decides nothing',
    applies: ({ scenario, operation }) => operation === 'ShowMigrationTaskStats' && scenario.gates === 0,
    ending: () => 'succeeded',
  },
  {
    why: 'nothing in the answer that is needed is an id',
    applies: ({ operation, fault, role }) =>
      fault.name === 'answer without-ids' &&
      (/^(ShowInstance|DescribeInstance|Get\w+|Show\w+Stats)$/.test(operation) ||
        // What a task shows before it is started; a poll needs the id.
        (operation === 'ShowMigrationTask' && role === 'check')),
    ending: () => 'succeeded',
  },
  {
    why: 'a list whose tasks have no id shows none of them: the time-out ends the wait',
    applies: ({ operation, fault }) => fault.name === 'answer without-ids' && LISTS.includes(operation),
    ending: () => 'failed RUN_TASK_FAILED',
  },
  {
    why: 'the look before an exchange is repeated until its tries are used up; what is refused for good does not hold it up',
    applies: ({ scenario, operation, fault }) =>
      scenario.name.endsWith('exchange-ip') &&
      operation === 'ShowMigrationTask' &&
      fault.name !== 'answer without-ids' &&
      (isLost(fault) || fault.family === 'throttled'),
    ending: (row) => `failed ${codeOf(row)}`,
  },
  {
    why: 'the copy has ended by the time of the next try, and the look before it finds it',
    applies: ({ operation, fault }) => operation === 'CreateDataTasks' && fault.name === 'body too slow',
    ending: () => 'succeeded',
  },
  {
    why: 'a failed look is no failed task, but the time-out ends the wait',
    applies: ({ role }) => role === 'poll',
    ending: () => 'failed RUN_TASK_FAILED',
  },
  {
    why: 'the rate limit outlasts the time-out',
    applies: ({ fault }) => fault.family === 'throttled',
    ending: (row) => `failed ${codeOf(row)}`,
  },
  {
    why: 'a read has no effect that could be unknown: it fails when its tries are used up',
    applies: ({ fault, role }) => isLost(fault) && role === 'check',
    ending: (row) => `failed ${codeOf(row)}`,
  },
  {
    why: 'the task changed moments before the restart, so whether it was restarted and has ended cannot be determined',
    applies: ({ operation, fault }) =>
      operation === 'BatchRestartOnlineMigrationTasks' && fault.family === 'lost-before',
    ending: () => 'unknown RUN_OUTCOME_UNKNOWN',
  },
  {
    why: 'the last try may have had its effect, and no try is left to find out',
    applies: ({ fault }) => fault.family === 'lost-before',
    ending: (row) => `unknown ${codeOf(row)}`,
  },
  {
    why: 'what the answer should hold is not needed',
    applies: ({ operation, fault }) => isReadEnough(operation, fault),
    ending: () => 'succeeded',
  },
  {
    why: 'repeated under the same token or because that is harmless, and never answered',
    applies: ({ fault, operation }) => fault.family === 'lost-after' && REPEATED.includes(operation),
    ending: (row) => `unknown ${codeOf(row)}`,
  },
  {
    why: 'a look shows that it happened',
    applies: ({ fault }) => fault.family === 'lost-after',
    ending: () => 'succeeded',
  },
  {
    why: 'the same call would be refused again',
    applies: ({ fault }) => fault.family === 'withdrawn' || fault.family === 'refused',
    ending: (row) => `failed ${codeOf(row)}`,
  },
];

const rows: readonly Row[] = [...SCENARIOS, ...STARTED_AGAIN].flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) =>
    [...LASTING, WITHDRAWN, REFUSED].map((fault): Row => ({ scenario, operation, role, fault, call: 'every' })),
  ),
);

describe('a fault that lasts', () => {
  it.each(rows.map((row) => namedRow(row, RULES)))('%s', async (_name, row, ending) => {
    const run = await runScenario(row.scenario, [faultRuleOf(row)]);
    expect(run.ending, whatBroke(row, run)).toBe(ending);
    expect(findViolations(run)).toEqual([]);
  });
});

describe('a withdrawn operation', () => {
  const creates = rows.filter(({ operation, fault }) => operation.startsWith('Create') && fault.family === 'withdrawn');

  it.each(creates.map((row) => [row.scenario.name, row] as const))(
    '%s says so and names what is left',
    async (_, row) => {
      const { results, sandbox } = await runScenario(row.scenario, [faultRuleOf(row)]);
      const failure = results.at(-1)?.units.find((unit) => unit.status === 'failed')?.failure;
      expect(failure?.message).toContain('withdrawn');
      expect(failure?.message).toContain(row.operation);
      expect(failure?.hint).toMatch(
        row.scenario.provider === 'alicloud' ? /reindex.*Logstash/ : /backup-import.*RedisShake/,
      );
      expect(sandbox.control.requests({ operation: row.operation })).toHaveLength(1);
    },
  );
});

/** These operations name in their request whatever their answer would name. */
function isReadEnough(operation: string, { fault }: NamedFault): boolean {
  if (fault.kind !== 'malformed' || fault.body === 'error-in-200' || fault.status !== undefined) return false;
  if (operation === 'DeleteMigrationTask') return true;
  return REPEATED.includes(operation) && (fault.body === 'wrong-types' || fault.body === 'without-ids');
}
