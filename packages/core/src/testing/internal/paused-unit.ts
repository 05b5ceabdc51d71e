import type { StepBlueprint } from '../../provider/blueprint.ts';
import type { JobDefinition } from '../../provider/job.ts';
import type { Poll } from '../../provider/poll.ts';
import { isJsonObject, type Json } from '../../value/value.ts';

/** For so long writers wait at most. */
export const PAUSE_MS = 300_000;
const EXCHANGE_WITHIN_MS = 180_000;

export function isEqual(answer: Json): boolean {
  return isJsonObject(answer) && answer['equal'] === true;
}

export const LAG: Poll = {
  scope: () => 'all',
  read: async (items, { read }) => {
    const answer = await read('lag', {});
    return items.map(() => (isJsonObject(answer) ? answer : {}));
  },
  judge: (_item, observation) =>
    observation?.['lag'] === 0
      ? { kind: 'reached', status: 'caught up', outputs: {} }
      : { kind: 'pending', status: 'behind' },
  callsOfRound: () => [{ operation: 'lag', calls: 1 }],
  assumedDuration: () => ({ p50Ms: 1_000, p90Ms: 2_000, source: 'a guess' }),
};

export const COMPARE: JobDefinition = {
  name: 'compare',
  title: 'compare both sides',
  inputSchema: { type: 'object' },
  outputs: [],
  planSlices: () => ['0', '1'].map((name) => ({ name, arguments: {} })),
  runSlice: async (_slice, { connections }) => ({ equal: isEqual((await connections[0]?.read('count', {})) ?? null) }),
  summarize: (results) =>
    results.every(({ result }) => result['equal'] === true)
      ? { kind: 'succeeded', outputs: {} }
      : { kind: 'failed', reason: 'They differ.', hint: 'Wait.', result: 'different' },
  expectedWork: () => ({ slices: 2, size: 1 }),
  access: ['reads'],
  assumedDuration: { p50Ms: 1_000, p90Ms: 2_000, source: 'a guess' },
};

const HELD = { on: 'pause', forMs: PAUSE_MS };
export const STEPS: readonly StepBlueprint[] = [
  {
    kind: 'check',
    name: 'note',
    title: 'which server it is',
    operation: 'ListTasks',
    arguments: {},
    check: 'answered',
  },
  {
    kind: 'call',
    name: 'pause',
    title: 'let the writer wait',
    operation: 'pause',
    arguments: {},
    repeats: ['note', 'lift'],
    holds: {
      label: 'the writer waits',
      lift: 'UNPAUSE',
      liftedBy: 'lift',
      renewedBy: 'renew',
      overOnce: 'exchanged',
      sentBy: 'exchange',
      endsAfterMs: PAUSE_MS,
    },
  },
  {
    kind: 'await',
    name: 'caught-up',
    title: 'the copy has all',
    connection: 'other',
    poll: 'lag',
    goal: 'none',
    arguments: {},
    repeats: ['note', 'pause', 'lift'],
    relies: HELD,
  },
  {
    kind: 'check',
    name: 'count',
    title: 'both have as many',
    connection: 'other',
    operation: 'count',
    arguments: {},
    check: 'equal',
    repeats: ['note', 'pause', 'caught-up', 'lift'],
    relies: HELD,
  },
  {
    kind: 'job',
    name: 'compare',
    title: 'both are equal',
    connection: 'other',
    connections: ['other', 'it'],
    job: 'compare',
    arguments: {},
    repeats: ['note', 'pause', 'caught-up', 'count', 'lift'],
    relies: HELD,
  },
  {
    kind: 'call',
    name: 'renew',
    title: 'let the writer wait for longer',
    operation: 'pause',
    arguments: {},
    repeats: ['note', 'pause', 'caught-up', 'count', 'compare', 'lift'],
    relies: HELD,
  },
  {
    kind: 'call',
    name: 'exchange',
    title: 'exchange both',
    connection: 'other',
    operation: 'exchange',
    arguments: {},
    repeats: ['note', 'pause', 'caught-up', 'count', 'compare', 'renew', 'lift'],
    relies: { on: 'renew', forMs: EXCHANGE_WITHIN_MS },
  },
  {
    kind: 'await',
    name: 'exchanged',
    title: 'both are exchanged',
    connection: 'other',
    poll: 'lag',
    goal: 'none',
    arguments: {},
  },
  {
    kind: 'call',
    name: 'lift',
    title: 'let the writer write',
    operation: 'lift',
    arguments: {},
    always: true,
    needs: ['note', 'pause', 'exchanged'],
  },
];
