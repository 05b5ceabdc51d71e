import { expect, test } from 'vitest';
import { isTerminalPhase, taskPhase } from '../polls/task-status.ts';
import { howToEnd } from './how-to-end.ts';

const STATUSES =
  'CREATING RUNNING MIGRATING FULLMIGRATING INCRMIGEATING INCRMIGRATING TERMINATING SUCCESS MIGRATION_SUCCESS FAILED MIGRATION_FAILED ERROR TERMINATED RELEASED DELETED NEW'.split(
    ' ',
  );

test.each(STATUSES)('%s: how to end it is said exactly where it has not ended', (status) => {
  const phase = taskPhase(status);
  expect(howToEnd('t1', phase) === undefined).toBe(isTerminalPhase(phase));
});

test('only what moves data is stopped by the API, at the address of this very task', () => {
  const withCall = STATUSES.filter((status) => howToEnd('t1', taskPhase(status))?.includes('migration-task/t1/stop'));
  expect(withCall).toEqual(['MIGRATING', 'FULLMIGRATING', 'INCRMIGEATING', 'INCRMIGRATING']);
});
