import { assumedDuration } from './answer-shapes.ts';
import {
  a,
  aFunction,
  anObject,
  flag,
  isFrom,
  isObject,
  listOf,
  oneOf,
  optional,
  recordOf,
  type Shape,
  text,
  textList,
  withFields,
} from './shape.ts';

const mayHave = optional(aFunction);

/** It is written in plans, in names of files and in messages. */
const typeName = a(
  'a name of letters, digits, dashes, dots and underscores',
  (value) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
);
const isName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const name = a('a text that is not empty', isName);
const schema = a('a JSON Schema', isObject);
const amount = a('a whole number, 1 or more', (value) => isFrom(1, value) && Number.isInteger(value));
const interval = a('a number of milliseconds above 0', (value) => isFrom(0, value) && value > 0);

const pointers = (...roots: readonly string[]): Shape =>
  recordOf(
    'an object of JSON pointers',
    a(
      `a JSON pointer below ${roots.map((root) => `/${root}`).join(' or ')}`,
      (value) =>
        typeof value === 'string' && roots.some((root) => value === `/${root}` || value.startsWith(`/${root}/`)),
    ),
  );

/** How a lost answer is settled: a policy that nobody knows, or half of one, would send an effect twice. */
const recovery = oneOf(
  'policy',
  {
    token: withFields({ argument: a('the name of the argument that takes the token', isName) }),
    lookup: anObject,
    inspect: anObject,
    repeatable: anObject,
    manual: anObject,
  },
  'policy',
);

const operation = withFields({
  name,
  title: text,
  document: optional(text),
  requestSchema: schema,
  responseSchema: optional(schema),
  recovery: optional(recovery),
  outputs: pointers('request', 'response'),
  taskId: optional(text),
  completion: mayHave,
  mark: mayHave,
  readBefore: mayHave,
  activeTarget: mayHave,
  problems: mayHave,
  writes: mayHave,
  describe: mayHave,
});

const kind = withFields({
  name,
  title: text,
  withSchema: schema,
  optionsSchema: optional(schema),
  outputs: textList,
  decisivePaths: optional(listOf('a list of paths', textList)),
  expand: aFunction,
  addressedConnections: mayHave,
  optionsMeaning: mayHave,
  writes: mayHave,
  describe: mayHave,
  impact: mayHave,
  cutoverGates: optional(textList),
  verificationLevels: optional(textList),
  verification: mayHave,
  freshness: mayHave,
  usage: mayHave,
  comparedBy: mayHave,
  rollback: mayHave,
});

const check = withFields({
  judge: aFunction,
  judgeNotFound: mayHave,
  outputs: optional(pointers('request', 'response', 'beside')),
});

const poll = withFields({
  taskId: optional(text),
  scope: aFunction,
  read: aFunction,
  judge: aFunction,
  callsOfRound: mayHave,
  foreseesEnd: optional(flag),
  assumedDuration: mayHave,
});

const access = a('a kind of access (reads, writes, reads and writes)', (value) =>
  ['reads', 'writes', 'reads and writes'].includes(value as string),
);

const job = withFields({
  name,
  title: text,
  inputSchema: schema,
  outputs: textList,
  counts: optional(text),
  planSlices: aFunction,
  runSlice: aFunction,
  summarize: aFunction,
  expectedWork: mayHave,
  differencesIn: mayHave,
  differenceCount: mayHave,
  valuesOf: mayHave,
  leftOutIn: mayHave,
  access: optional(listOf('a list of accesses', access)),
  assumedDuration,
});

const columnType = a('a type of column (text, number, boolean, object)', (value) =>
  ['text', 'number', 'boolean', 'object'].includes(value as string),
);

const listing = withFields({
  title: text,
  columns: listOf('a list of columns', withFields({ name, type: columnType })),
  key: text,
  name: optional(text),
  argumentsSchema: optional(schema),
  isInternal: mayHave,
  readPage: aFunction,
});

const comparison = withFields({
  problems: aFunction,
  before: aFunction,
  after: aFunction,
  frozen: mayHave,
  freeze: mayHave,
  moved: mayHave,
  movedBack: mayHave,
  again: aFunction,
  freshness: aFunction,
  unseen: aFunction,
});

const starter = withFields({ kind: text, title: text, secrets: textList, credentials: textList, text: aFunction });

const limits = withFields({
  requests: withFields({ count: amount, intervalMs: interval }),
  inFlight: amount,
  active: optional(amount),
  activePerTarget: optional(amount),
  slices: optional(amount),
});

/** Members of a provider that are not in a group, and not for all of its kind alike. */
export const PROVIDER_SHAPES: Readonly<Record<string, Shape>> = {
  type: typeName,
  version: name,
  configSchema: schema,
  operations: anObject,
  kinds: optional(anObject),
  checks: optional(anObject),
  polls: optional(anObject),
  jobs: optional(anObject),
  listings: optional(anObject),
  comparison: optional(comparison),
  starters: optional(listOf('a list of starters', starter)),
  defaultLimits: optional(limits),
  defaultPolling: optional(withFields({ initialIntervalMs: interval, maxIntervalMs: interval })),
  regions: optional(textList),
  buildRequest: aFunction,
  probe: mayHave,
  endpointsOf: mayHave,
  connectionOf: mayHave,
  findCredentials: mayHave,
  connect: aFunction,
};

/** What a provider has several of, by name. */
export const GROUP_SHAPES: Readonly<Record<string, Shape>> = {
  operations: operation,
  kinds: kind,
  checks: check,
  polls: poll,
  jobs: job,
  listings: listing,
};
