import { expect, it } from 'vitest';
import type { Kind } from './kind.ts';
import type { Operation } from './operation.ts';
import type { ProviderDefinition } from './provider.ts';
import { ProviderDefectError } from './provider-defect.ts';
import { createRegistry } from './registry.ts';

const MAKE: Operation = {
  name: 'Make',
  title: 'make an item',
  document: 'Items',
  requestSchema: { type: 'object', properties: { item: { type: 'string' }, token: { $ref: '#/$defs/token' } } },
  responseSchema: { type: 'object' },
  recovery: { policy: 'token', argument: 'token' },
  outputs: { id: '/response/id' },
  taskId: '/response/id',
};
const KIND: Kind = {
  name: 'copy',
  title: 'copy',
  withSchema: { type: 'object' },
  outputs: [],
  expand: () => ({ steps: [], outputs: {} }),
};
const JOB = {
  name: 'count',
  title: 'count',
  inputSchema: { type: 'object' },
  outputs: [],
  planSlices: () => [],
  runSlice: async () => ({}),
  summarize: () => ({ kind: 'succeeded', outputs: {} }),
  assumedDuration: { p50Ms: 1, p90Ms: 1, source: 'a guess' },
};
const POLL = { scope: () => '', read: async () => [], judge: () => ({ kind: 'pending', status: '' }) };
const LISTING = {
  title: 'items',
  columns: [{ name: 'name', type: 'text', description: 'Its name.' }],
  key: 'name',
  readPage: async () => ({ rows: [] }),
};
const COMPARISON = {
  problems: () => [],
  before: () => [],
  after: () => [],
  again: () => ({ kind: 'none', why: '' }),
  freshness: () => ({ steps: [], outputs: {} }),
  unseen: () => '',
};
const STARTER = { kind: 'copy', title: 'copy', secrets: [], credentials: [], text: () => '' };
const LIMITS = { requests: { count: 1, intervalMs: 1 }, inFlight: 1 };

/** A provider that has one of everything. */
const WHOLE = {
  type: 'acme',
  version: '1',
  configSchema: { type: 'object' },
  operations: { Make: MAKE },
  kinds: { copy: KIND },
  checks: { seen: { judge: () => ({ kind: 'passed', detail: '' }), outputs: { a: '/response/a', b: '/beside' } } },
  polls: { items: POLL },
  jobs: { count: JOB },
  listings: { items: LISTING },
  comparison: COMPARISON,
  starters: [STARTER],
  defaultLimits: { ...LIMITS, active: 3, activePerTarget: 1, slices: 2 },
  defaultPolling: { initialIntervalMs: 1, maxIntervalMs: 1 },
  regions: ['eu'],
  buildRequest: () => ({ method: 'GET', endpoint: 'https://acme.example.org', path: '/', query: {} }),
  connect: () => Promise.reject(new Error('not here')),
};

/** A copy with `value` at the end of the path; undefined takes it away. */
function broken(path: string, value: unknown): ProviderDefinition {
  const [first = '', ...rest] = path.split(/\.|(?=\[)/);
  const put = (target: unknown, key: string, below: readonly string[]): unknown => {
    const [next, ...more] = below;
    const index = /^\[(\d+)\]$/.exec(key)?.[1];
    if (index !== undefined)
      return (target as unknown[]).map((item, at) => (at === Number(index) ? put(item, next ?? '', more) : item));
    const copy: Record<string, unknown> = { ...(target as object) };
    if (next === undefined && value === undefined) delete copy[key];
    else copy[key] = next === undefined ? value : put(copy[key], next, more);
    return copy;
  };
  return put(WHOLE, first, rest) as ProviderDefinition;
}

it('takes a provider that has one of everything', () => {
  expect([...createRegistry([WHOLE as unknown as ProviderDefinition]).keys()]).toEqual(['acme']);
});

// Where, what is written there, what is expected there; and where the message says it is, when that is another place.
const WRONG: readonly (readonly [path: string, value: unknown, expected: string, at?: string])[] = [
  ['type', '', 'a name of letters'],
  ['type', 'Has Space/../x', 'a name of letters'],
  ['type', '__proto__', 'a name of letters'],
  ['version', '', 'a text that is not empty'],
  ['configSchema', 'none', 'a JSON Schema'],
  ['operations', [], 'an object'],
  ['checks', null, 'an object'],
  ['polls', null, 'an object'],
  ['buildRequest', undefined, 'a function'],
  ['connect', {}, 'a function'],
  ['probe', 'GetItem', 'a function'],
  ['regions', 'eu', 'a list of texts'],
  ['operations.Make', null, 'an object'],
  ['operations.Make.name', 'Other', 'the name that it is declared under, Make'],
  ['operations.Make.title', undefined, 'a text'],
  ['operations.Make.requestSchema', undefined, 'a JSON Schema'],
  ['operations.Make.responseSchema', 'none', 'a JSON Schema'],
  ['operations.Make.outputs', undefined, 'an object of JSON pointers'],
  ['operations.Make.outputs.id', 'response.id', 'a JSON pointer below /request or /response'],
  ['operations.Make.outputs.id', '/responses/id', 'a JSON pointer below /request or /response'],
  ['operations.Make.recovery', 'token', 'an object'],
  ['operations.Make.recovery', true, 'an object'],
  ['operations.Make.recovery', null, 'an object'],
  [
    'operations.Make.recovery',
    {},
    'a policy (token, lookup, inspect, repeatable, manual)',
    'operations.Make.recovery.policy',
  ],
  ['operations.Make.recovery.policy', 'maybe', 'a policy (token, lookup, inspect, repeatable, manual)'],
  ['operations.Make.recovery.argument', undefined, 'the name of the argument that takes the token'],
  ['operations.Make.recovery.argument', '', 'the name of the argument that takes the token'],
  ['operations.Make.recovery.argument', 'ClientToken', 'an argument that `requestSchema` has'],
  ['operations.Make.taskId', '/response/zz', 'a pointer among its `outputs`'],
  ['operations.Make.taskId', 7, 'a text'],
  ['operations.Make.recovery', undefined, 'an operation with a `recovery`', 'operations.Make.taskId'],
  ['operations.Make.completion', {}, 'a function'],
  ['operations.Make.activeTarget', 'item', 'a function'],
  ['operations.Make.mark', 'item', 'a function'],
  ['operations.copy', { ...MAKE, name: 'copy' }, 'a name that no operation has', 'kinds.copy'],
  ['kinds.copy.name', 'move', 'the name that it is declared under, copy'],
  ['kinds.copy.expand', undefined, 'a function'],
  ['kinds.copy.withSchema', undefined, 'a JSON Schema'],
  [
    'kinds.copy.optionsSchema',
    { properties: { retry: {}, pace: {}, needs: {} } },
    'properties whose names mean nothing else',
  ],
  ['kinds.copy.outputs', { id: 'x' }, 'a list of texts'],
  ['kinds.copy.decisivePaths', ['mode'], 'a list of texts', 'kinds.copy.decisivePaths[0]'],
  ['kinds.copy.cutoverGates', 'approve', 'a list of texts'],
  ['kinds.copy.rollback', {}, 'a function'],
  ['checks.seen', () => ({}), 'an object'],
  ['checks.seen.judge', undefined, 'a function'],
  ['checks.seen.outputs.a', 'a', 'a JSON pointer below /request or /response or /beside'],
  ['polls.items.scope', 'all', 'a function'],
  ['polls.items.judge', undefined, 'a function'],
  ['polls.items.taskId', 7, 'a text'],
  ['polls.items.foreseesEnd', 'yes', 'a boolean'],
  ['jobs.count.name', 'tally', 'the name that it is declared under, count'],
  ['jobs.count.runSlice', undefined, 'a function'],
  ['jobs.count.inputSchema', undefined, 'a JSON Schema'],
  ['jobs.count.access', ['looks'], 'a kind of access', 'jobs.count.access[0]'],
  ['jobs.count.assumedDuration.p90Ms', -1, 'a number of milliseconds, 0 or more'],
  ['listings.items.key', 'id', 'the name of a column'],
  ['listings.items.name', 'id', 'the name of a column'],
  ['listings.items.columns[0].type', 'date', 'a type of column'],
  ['listings.items.readPage', undefined, 'a function'],
  ['comparison.again', undefined, 'a function'],
  ['starters[0].kind', 'move', 'the name of a kind'],
  ['starters[0].text', 'version: 1', 'a function'],
  ['defaultLimits.requests', 5, 'an object'],
  ['defaultLimits.requests.count', 0, 'a whole number, 1 or more'],
  ['defaultLimits.requests.intervalMs', 0, 'a number of milliseconds above 0'],
  ['defaultLimits.inFlight', -4, 'a whole number, 1 or more'],
  ['defaultLimits.inFlight', 1.5, 'a whole number, 1 or more'],
  ['defaultLimits.inFlight', Number.NaN, 'a whole number, 1 or more'],
  ['defaultLimits.active', 0, 'a whole number, 1 or more'],
  ['defaultPolling.initialIntervalMs', 0, 'a number of milliseconds above 0'],
  ['defaultPolling.initialIntervalMs', 5, 'a number of at least initialIntervalMs, 5', 'defaultPolling.maxIntervalMs'],
];

it.each(WRONG.map(([path, value, expected, at = path]) => ({ path, value, expected, at })))(
  'refuses $path: $value',
  ({ path, value, expected, at }) => {
    const create = (): unknown => createRegistry([broken(path, value)]);
    expect(create).toThrow(ProviderDefectError);
    expect(create).toThrow(`breaks its contract in ${at}: expected ${expected}`);
  },
);

it('names the file that the provider is of, and lists every place, at most ten', () => {
  const files = new Map([['acme', './acme.mjs']]);
  const twice = { ...WHOLE, version: 7, operations: { Make: { ...MAKE, recovery: { policy: 'token' } } } };
  expect(() => createRegistry([twice as unknown as ProviderDefinition], files)).toThrow(
    [
      'Provider acme (./acme.mjs) breaks its contract in 2 places',
      '  version: expected a text that is not empty, found 7',
      '  operations.Make.recovery.argument: expected the name of the argument that takes the token, found undefined',
    ].join('\n'),
  );
  const operations = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`Op${at}`, { ...MAKE, name: 'Op' }]));
  expect(() => createRegistry([{ ...WHOLE, operations } as unknown as ProviderDefinition])).toThrow(
    /in 12 places\n {2}operations\.Op0\.name: [\s\S]*Op9\.name: [^\n]*\n {2}and 2 more$/,
  );
});

it('names a member that cannot even be read', () => {
  const operation = Object.defineProperty({ ...MAKE }, 'recovery', {
    get: () => {
      throw new TypeError('no');
    },
  });
  expect(() =>
    createRegistry([{ ...WHOLE, operations: { Make: operation } } as unknown as ProviderDefinition]),
  ).toThrow('in operations.Make: expected a value that can be read, found TypeError: no');
});
