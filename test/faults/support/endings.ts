import { codeOf } from './code-of.ts';
import { type EndingRule, isLost, replicates } from './row.ts';

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
export const RULES: readonly EndingRule[] = [
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
