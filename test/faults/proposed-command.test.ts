import { describe, expect, it } from 'vitest';
import {
  FORBIDDEN,
  LOST_AFTER,
  LOST_BEFORE,
  type NamedFault,
  REFUSED,
  TASK_FAILS,
  THROTTLED,
  WITHDRAWN,
} from './support/faults.ts';
import { findViolations } from './support/find-violations.ts';
import { faultRuleOf, type Row } from './support/row.ts';
import { followAdviceAfterLostState, runScenario } from './support/run-scenario.ts';
import { SCENARIOS, STARTED_AGAIN } from './support/scenarios.ts';

/** Of each way in which a unit can fail one fault, once and for as long as it is there. */
const ONCE = [REFUSED, WITHDRAWN, TASK_FAILS];
const LASTING = [THROTTLED[0], LOST_BEFORE[0], LOST_AFTER[0], LOST_AFTER.find(({ name }) => name === 'answer html')];

const rows: readonly Row[] = [...SCENARIOS, ...STARTED_AGAIN].flatMap((scenario) =>
  Object.entries(scenario.operations).flatMap(([operation, role]) => {
    const at = (call: Row['call']) => (fault: NamedFault | undefined) =>
      fault === undefined ? [] : [{ scenario, operation, role, fault, call }];
    return [...[...ONCE, ...FORBIDDEN[scenario.provider]].flatMap(at(1)), ...LASTING.flatMap(at('every'))];
  }),
);

const runs = await Promise.all(
  rows.map(async (row) => ({ row, run: await runScenario(row.scenario, [faultRuleOf(row)]) })),
);
const broken = runs
  .filter(({ run }) => /^(failed|unknown) /.test(run.ending))
  .map(
    ({ row, run }) => [`${row.scenario.name}, ${row.operation}, ${row.fault.name}: ${run.ending}`, row, run] as const,
  );

/** The task of a failed exchange replicates on, and only its console stops it. */
const isExchange = (row: Row): boolean => row.operation === 'ExchangeInstanceIp' && row.fault.family === 'task-fails';

describe('the first command that is proposed', () => {
  it.each(broken.filter(([, row]) => !isExchange(row)))('helps once the cause is gone: %s', async (_name, row, run) => {
    const { first, ending } = await run.followAdvice({ showsTheCall: row.fault.family === 'lost-after' });
    expect({ first, ending }).toEqual({ first, ending: 'succeeded' });
    const isAgain = first.includes(' redo ');
    expect(findViolations(run).filter((violation) => !(isAgain && / [23] times$/.test(violation)))).toEqual([]);
  });

  it('is to start over after a failed exchange, which says that its task runs on', async () => {
    const [, , run] = broken.find(([, row]) => isExchange(row)) ?? [];
    const { first } = (await run?.followAdvice({ showsTheCall: true })) ?? {};
    expect(first).toMatch(/^waybill redo /);
    const failure = run?.results.flatMap(({ units }) => units).find((unit) => unit.failure !== undefined)?.failure;
    expect(failure?.hint).toMatch(/stop this task in the console and start the unit over/);
  });

  it('was tried after every way to fail', () => {
    const families = new Set(broken.map(([, row]) => row.fault.family));
    expect([...families].toSorted()).toEqual([
      'forbidden',
      'lost-after',
      'lost-before',
      'refused',
      'task-fails',
      'throttled',
      'withdrawn',
    ]);
    expect(broken.length).toBeGreaterThan(300);
  });
});

/** Kinds, whose tasks carry a mark, and copies of an index; after each effect but the last, which takes the task away. */
const lost = SCENARIOS.filter(({ migrations }) => !/"uses":"cache\.[A-Z]/.test(JSON.stringify(migrations))).flatMap(
  (scenario) =>
    Object.entries(scenario.operations)
      .filter(([operation, role]) => role === 'effect' && !operation.startsWith('Delete'))
      .map(([operation]) => [`${scenario.name}, ${operation}`, scenario, operation] as const),
);
/** The cut-over was begun: its task does not replicate any more. */
const isCutOver = (operation: string): boolean => /^(Stop|Exchange)/.test(operation);

describe('the first command that is proposed after the state was lost', () => {
  it.each(lost.filter(([, , operation]) => !isCutOver(operation)))(
    'takes the task over, and nothing is done twice: %s',
    async (_name, scenario, operation) => {
      const { stopped, first, run } = await followAdviceAfterLostState(scenario, operation);
      expect([stopped, first, run.ending]).toEqual([STOPPED, TAKES_OVER, 'succeeded']);
      expect(findViolations(run)).toEqual([]);
    },
  );

  it.each(lost.filter(([, , operation]) => isCutOver(operation)))(
    'takes the task over, and then the unit can be accepted beside being started over: %s',
    async (_name, scenario, operation) => {
      const { stopped, first, run, next, follow } = await followAdviceAfterLostState(scenario, operation);
      expect([stopped, first, run.ending]).toEqual([STOPPED, TAKES_OVER, 'failed RUN_TASK_FAILED']);
      expect(findViolations(run)).toEqual([]);
      expect(next.slice(0, 2).map((command) => command.split(' ')[1])).toEqual(['redo', 'accept']);
      const accepted = await follow(next[1] ?? '');
      expect([accepted.ending, findViolations(accepted)]).toEqual(['succeeded', []]);
    },
  );

  it('was tried after every effect that leaves a task', () => {
    expect(new Set(lost.map(([, , operation]) => operation)).size).toBe(6);
    expect(lost).toHaveLength(12);
  });
});

const STOPPED = expect.stringMatching(/^(failed|unknown) /);
const TAKES_OVER = expect.stringMatching(/^waybill state adopt /);
