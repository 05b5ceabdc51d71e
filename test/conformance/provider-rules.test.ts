import {
  type Check,
  type JobDefinition,
  type Json,
  type Kind,
  type Listing,
  type ListingColumn,
  type LostCall,
  type Operation,
  type Poll,
  type Provider,
  ProviderError,
  Reference,
  type RequestOutline,
  type StarterPlan,
  type StepBlueprint,
} from '@waybill/core';
import { PROVIDER_RULES, type ProviderUnderTest } from '@waybill/core/contracts';
import { systemClock } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { expect, it } from 'vitest';
import { completeProvider } from '../../packages/core/src/provider/complete-provider.ts';
import { withSession } from '../../packages/core/src/testing/internal/broken-run.ts';
import { provider } from '../docs/provider/bucket-copy.ts';
import { BucketService, serveBuckets } from '../docs/provider/bucket-service.ts';

/** One that keeps every promise. */
const sound = completeProvider(provider);
const KEY = 'the-key-of-the-buckets';

const SOUND: ProviderUnderTest = {
  provider: sound,
  config: { endpoint: 'https://buckets.example.org', credentials: { key: KEY } },
  secrets: [KEY],
  units: [{ kind: 'bucket-copy', with: { from: 'photos', to: 'photos-2025' } }],
  operations: { ListCopies: {} },
  values: { 'steps.check-source.outputs.read_only': false },
  async open() {
    const service = new BucketService({ key: KEY });
    service.buckets.set('photos', { objects: 3, read_only: false });
    const server = await serveBuckets(service);
    const transport = createUndiciTransport();
    return {
      config: { endpoint: server.url, credentials: { key: KEY } },
      configWithoutCredentials: { endpoint: server.url },
      env: {},
      transport,
      clock: systemClock,
      async [Symbol.asyncDispose]() {
        await transport[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  },
};

const FIELDS = { vendorCode: 'ECONNRESET', class: 'transient', effect: 'none' } as const;

let count = 0;
function next(): number {
  count += 1;
  return count;
}

function output(step: string, name: string): Reference {
  return new Reference(['steps', step, 'outputs', name]);
}

function withOperation(name: string, changes: Partial<Operation>): Provider {
  const operation = { ...sound.operations[name], ...changes } as Operation;
  return { ...sound, operations: { ...sound.operations, [name]: operation } };
}

function kindOf(): Kind {
  const kind = sound.kinds['bucket-copy'];
  if (kind === undefined) throw new Error('the provider has it');
  return kind;
}

function expand(input: Parameters<Kind['expand']>[0]): ReturnType<Kind['expand']> {
  return kindOf().expand(input);
}

function withKind(changes: Partial<Kind>): Provider {
  return { ...sound, kinds: { 'bucket-copy': { ...kindOf(), ...changes } } };
}

function withSteps(change: (steps: readonly StepBlueprint[], count: number) => readonly StepBlueprint[]): Provider {
  return withKind({
    expand: (input) => {
      const blueprint = expand(input);
      return { ...blueprint, steps: change(blueprint.steps, next()) };
    },
  });
}

function withStep(name: string, changes: object): Provider {
  return withSteps((steps) => steps.map((step) => (step.name === name ? { ...step, ...changes } : step)));
}

/** With own work at the end, on these connections. */
function withWork(changes: Partial<JobDefinition>, connections: readonly string[]): Provider {
  const work: StepBlueprint = {
    kind: 'job',
    name: 'compare',
    title: 'compare',
    job: 'compare',
    arguments: {},
    connections,
  };
  const provider = withSteps((steps) => [...steps, work]);
  const compare: JobDefinition = {
    name: 'compare',
    title: 'compare both buckets',
    inputSchema: { type: 'object' },
    outputs: [],
    planSlices: () => [],
    runSlice: () => Promise.resolve({}),
    summarize: () => ({ kind: 'succeeded', outputs: {} }),
    assumedDuration: { p50Ms: 1_000, p90Ms: 5_000, source: 'a guess' },
  };
  return { ...provider, jobs: { compare: { ...compare, ...changes } } };
}

function withActivity(activity: { readonly opens: string; readonly closes: string }): Provider {
  return withKind({ expand: (input) => ({ ...expand(input), activity }) });
}

function withRequest(change: (outline: RequestOutline, count: number) => RequestOutline): Provider {
  return { ...sound, buildRequest: (...call) => change(sound.buildRequest(...call), next()) };
}

function withPoll(changes: Partial<Poll>): Provider {
  const poll = sound.polls['copies'];
  if (poll === undefined) throw new Error('the provider has it');
  return { ...sound, polls: { copies: { ...poll, ...changes } } };
}

function starterText(name: string): string {
  return `version: 1
name: ${name}
secrets: { key: { env: BUCKET_KEY } }
providers:
  buckets: { type: ${sound.type}, endpoint: https://buckets.example.org, credentials: { key: "\${{ secrets.key }}" } }
migrations:
  photos: { uses: buckets.bucket-copy, with: { from: photos, to: photos-2025 } }
`;
}

const COLUMN: ListingColumn = { name: 'name', type: 'text', description: 'Name of the bucket.' };

function withListing(changes: Partial<Listing>): Provider {
  const buckets = sound.listings?.['buckets'];
  if (buckets === undefined) throw new Error('the sound provider has a listing');
  return { ...sound, listings: { buckets: { ...buckets, ...changes } } };
}

function withStarter(changes: Partial<StarterPlan>): Provider {
  const starter = { kind: 'bucket-copy', title: 'copy', secrets: ['BUCKET_KEY'], credentials: [], text: starterText };
  return { ...sound, starters: [{ ...starter, ...changes }] };
}

/** Whatever its calls throw becomes another error. */
function withErrors(change: (error: unknown) => Error): Provider {
  return withSession(sound, (session) => ({
    call: async (...call: Parameters<typeof session.call>) => {
      const { response } = await session.call(...call).catch((error: unknown) => Promise.reject(change(error)));
      return { response };
    },
  }));
}

/** With own work that is tried by the suite. */
function withTriedWork(changes: Partial<JobDefinition>): Partial<ProviderUnderTest> {
  const work: Partial<JobDefinition> = { planSlices: () => [{ name: 'all', arguments: {} }], ...changes };
  return { provider: withWork(work, ['buckets']), jobs: { compare: [{}] } };
}

function withCheck(changes: Partial<Check>): Provider {
  const check = sound.checks['bucket-empty'];
  if (check === undefined) throw new Error('the provider has it');
  return { ...sound, checks: { ...sound.checks, 'bucket-empty': { ...check, ...changes } } };
}

/** An error of its own becomes a refusal as this says. */
function withRefusals(change: (error: ProviderError) => ProviderError): Provider {
  return withErrors((error) => (error instanceof ProviderError ? change(error) : (error as Error)));
}

/** Work that fails when the same slice is done again. */
function onceOnly(): JobDefinition['runSlice'] {
  const done = new WeakSet<object>();
  return async (slice) => {
    if (done.has(slice))
      throw new ProviderError('it is there', { vendorCode: 'EXISTS', class: 'fatal', effect: 'none' });
    done.add(slice);
    return {};
  };
}

function throwRefusal(): never {
  throw new ProviderError('no such bucket', { vendorCode: 'GONE', class: 'fatal', effect: 'none' });
}

function throwTypeError(): never {
  throw new TypeError('undefined is not an object');
}

/** How each promise is broken: part of its words → what is wrong with the provider → the provider. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, Provider | Partial<ProviderUnderTest>>>>> = {
  'the engine takes': {
    'a task that is looked up and has no id': withOperation('CreateCopy', { taskId: undefined as never }),
  },
  'under its own name': {
    'another name': withOperation('GetBucket', { name: 'ShowBucket' }),
    'no title': withOperation('GetBucket', { title: ' ' }),
    'no document': withOperation('GetBucket', { document: '' }),
  },
  'every schema compiles': {
    'a broken pattern': withOperation('GetBucket', { responseSchema: { type: 'string', pattern: '(' } }),
    'options of no type': withKind({ optionsSchema: { type: 'object', properties: { a: { type: 'words' } } } }),
    'an input of no type': withWork({ inputSchema: { type: 'words' } }, ['buckets']),
  },
  'outputs are pointers': {
    'a field that its schema does not know': withOperation('GetBucket', { outputs: { objects: '/response/count' } }),
    'no pointer': withOperation('GetBucket', { outputs: { objects: 'objects' } }),
  },
  'a task id is one': {
    'no output has it': withOperation('CreateCopy', { taskId: '/response/copy' }),
    'a call that is waited for has none': withOperation('CreateCopy', {
      taskId: undefined as never,
      recovery: { policy: 'manual' },
      completion: () => ({ poll: 'copies', goal: 'done', arguments: { id: output('call', 'copy_id') } }),
    }),
    'a read has one': withOperation('GetBucket', { taskId: '/response/objects' }),
  },
  'effects say how': {
    'PATCH as a read': withOperation('SetReadOnly', { recovery: undefined as never }),
    'GET as an effect': withOperation('GetBucket', { recovery: { policy: 'repeatable' } }),
    'a look-up that knows no task': withOperation('CreateCopy', { taskId: undefined as never }),
    'a token that is nowhere': withOperation('CreateCopy', { recovery: { policy: 'token', argument: 'Token' } }),
    'a read that fills a target': withOperation('GetBucket', { writes: () => [] }),
  },
  'a wait after a call': {
    'no such poll': withOperation('CreateCopy', { completion: () => ({ poll: 'none', goal: 'done', arguments: {} }) }),
    'no such output': withOperation('CreateCopy', {
      completion: () => ({ poll: 'copies', goal: 'done', arguments: { id: output('call', 'id') } }),
    }),
  },
  'every kind has a sample': {
    'none of this kind': { units: [] },
    'a kind that does not exist': { units: [...SOUND.units, { kind: 'bucket-move', with: {} }] },
    'one that no plan may say': { units: [{ kind: 'bucket-copy', with: { from: 'photos' } }] },
  },
  'options of kinds have names': {
    'a key of the plan language': withKind({ optionsSchema: { type: 'object', properties: { timeout: {} } } }),
  },
  'kinds expand the same': {
    'a count': withSteps((steps, count) => steps.map((step) => ({ ...step, title: `${step.title} ${count}` }))),
    'the day': withSteps((steps) => steps.map((step) => ({ ...step, title: new Date().toISOString().slice(0, 10) }))),
    'a change of its input': withKind({
      expand: (input) => {
        Object.assign(input.with, { from: 'films' });
        return expand(input);
      },
    }),
  },
  'steps have names': {
    'one name twice': withSteps((steps) => [...steps, ...steps.slice(0, 1)]),
    'a need of what comes later': withStep('close', { needs: ['copy'] }),
    'a dot': withStep('restore', { name: 'restore.source' }),
  },
  'steps use operations': {
    'an effect as a check': withStep('check-source', { operation: 'SetReadOnly' }),
    'a read as a call': withStep('close', { operation: 'GetBucket' }),
    'no such operation': withStep('close', { operation: 'CloseBucket' }),
    'no such check': withStep('check-source', { check: 'bucket-full' }),
    'no such poll': withStep('await', { poll: 'moves' }),
    'a job that says too little of its connections': withWork({ access: ['reads'] }, ['buckets', 'archive']),
  },
  'calls and checks send': {
    'a field too few': withStep('close', { arguments: { bucket: 'photos' } }),
    'a number as a name': withStep('check-source', { arguments: { bucket: 7 } }),
  },
  'references lead': {
    'an output that nothing keeps': withStep('await', { arguments: { copy_id: output('copy', 'id') } }),
    'a check that keeps nothing of it': withStep('restore', {
      arguments: { bucket: 'photos', read_only: output('check-target', 'read_only') },
    }),
    'a step that comes later': withStep('close', { arguments: { bucket: output('copy', 'copy_id'), read_only: true } }),
    'a secret that no plan names': withStep('close', {
      arguments: { bucket: new Reference(['secrets', 'bucket']), read_only: true },
    }),
    'nothing that a unit has': withStep('close', {
      arguments: { bucket: new Reference(['unit', 'name']), read_only: true },
    }),
  },
  'a kind with effects says': {
    'no description': withKind({ describe: undefined as never }),
    'a description of no place': withKind({ describe: () => ({}) }),
    'no targets': withKind({ writes: undefined as never }),
    'no impact': withKind({ impact: undefined as never }),
  },
  'a unit has the outputs': {
    'one that is declared alone': withKind({ outputs: ['copy_id', 'size'] }),
    'an activity that opens with a wait': withActivity({ opens: 'await', closes: 'await' }),
    'an activity that closes before it opens': withActivity({ opens: 'copy', closes: 'check-source' }),
  },
  'the request of a call': {
    'a path without a slash': withRequest((outline) => ({ ...outline, path: outline.path.slice(1) })),
    'an endpoint with a path': withRequest((outline) => ({ ...outline, endpoint: `${outline.endpoint}/v1` })),
    'GET with a body': withRequest((outline) => ({ ...outline, body: {} })),
    'a count': withRequest((outline, count) => ({ ...outline, query: { count: String(count) } })),
    'an error of its own': withRequest(() => {
      throw new TypeError('no');
    }),
  },
  'requests go to the endpoints': {
    'another host': withRequest((outline) => ({ ...outline, endpoint: 'https://elsewhere.example.org' })),
  },
  'nothing that is shown': {
    'the key in a query': withRequest((outline) => ({ ...outline, query: { key: KEY } })),
    'the key as a fact': withKind({ describe: () => ({ to: { label: 'it', facts: [{ name: 'key', value: KEY }] } }) }),
    'the key as a target': withKind({ writes: () => [{ label: KEY, identity: ['it'], path: ['to'] }] }),
    'the key as an impact': withKind({ impact: () => ({ downtime: KEY, wayBack: '' }) }),
    'the key in a step': withStep('close', { title: `close with ${KEY}` }),
    'the key as where it leads': {
      ...sound,
      connectionOf: ({ credentials = '' }) => ({ key: JSON.stringify(credentials) }),
    },
  },
  'what a unit writes': {
    'a path that is not in the plan': withKind({ writes: () => [{ label: 'it', identity: ['it'], path: ['target'] }] }),
    'no identity': withKind({ writes: () => [{ label: 'it', identity: [], path: ['to'] }] }),
    'a count': withKind({ describe: () => ({ to: { label: `bucket ${next()}`, facts: [] } }) }),
    'a secret': withKind({
      describe: () => ({ to: { label: 'bucket', facts: [{ name: 'key', value: new Reference(['secrets', 'key']) }] } }),
    }),
    'no label': withKind({ describe: () => ({ from: { label: '', facts: [] } }) }),
    'a downtime of two lines': withKind({ impact: () => ({ downtime: 'None.\nSome.', wayBack: '' }) }),
    'a downtime of no step': withKind({
      impact: () => ({ downtime: 'Some.', wayBack: '', downtimeSteps: { from: 'close', until: 'nowhere' } }),
    }),
    'a long risk': withKind({ impact: () => ({ downtime: '', wayBack: '', risk: 'Some. '.repeat(40) }) }),
  },
  'waits are grouped': {
    'an error while nothing is seen': withPoll({
      judge: (_item, seen) => (seen as never as { judge: () => never }).judge(),
    }),
    'a judgement of chance': withPoll({ judge: () => ({ kind: 'pending', status: String(next()) }) }),
    'a judgement of another shape': withPoll({ judge: () => ({ kind: 'done' }) as never }),
    'a round of effects': withPoll({ callsOfRound: () => [{ operation: 'CreateCopy', calls: 1 }] }),
    'a scope of chance': withPoll({ scope: () => String(next()) }),
    'a longer half': withPoll({ assumedDuration: () => ({ p50Ms: 2, p90Ms: 1, source: 'a guess' }) }),
  },
  'a round of a poll': {
    'something of one wait alone': withPoll({ read: async () => [undefined] }),
    'another shape': withPoll({ read: async () => 7 as never }),
    'an error of its own': withPoll({ read: async () => throwTypeError() }),
    'a refusal of its own, with nothing read': withPoll({ read: async () => throwRefusal() }),
    'a read that is not sent': withSession(sound, () => ({ call: async () => throwRefusal() })),
    'a read that is another one': withRequest((outline) => ({ ...outline, path: `${outline.path}/all` })),
    'an effect': withPoll({
      read: async (items, { read }) => {
        await read('CreateCopy', { name: 'a', from: 'b', to: 'c' });
        return items.map(() => undefined);
      },
    }),
    'a judgement that breaks by what was read': withPoll({
      read: async (items) => items.map(() => ({ status: 'new' })),
      judge: (_item, seen) => (seen === undefined ? { kind: 'pending', status: 'none' } : throwTypeError()),
    }),
  },
  'checks judge an answer': {
    chance: withCheck({ judge: () => ({ kind: 'passed', detail: String(next()) }) }),
    'the day': withCheck({ judge: () => ({ kind: 'passed', detail: new Date().toISOString().slice(0, 10) }) }),
    'another shape': withCheck({ judge: () => ({ kind: 'ok' }) as never }),
    'an error where it is not there': withCheck({ judgeNotFound: throwTypeError }),
    'a field that may be missing': {
      ...sound,
      checks: { ...sound.checks, 'bucket-empty': { judge: (bucket) => (bucket as never as { a: { b: never } }).a.b } },
    },
  },
  'a session has a scope': {
    'no scope': withSession(sound, () => ({ limitScope: '' })),
    'another scope each time': withSession(sound, () => ({ limitScope: `buckets-${next()}` })),
    'no secrets': withSession(sound, () => ({ secrets: [] })),
    'its key as its scope': withSession(sound, () => ({ limitScope: KEY })),
  },
  'without credentials': {
    'a session all the same': {
      ...sound,
      connect: (options) => sound.connect({ ...options, env: { ACME_KEY: 'any' } }),
    },
    'an error of its own': {
      ...sound,
      connect: (options) => sound.connect(options).catch(() => Promise.reject(new Error('no key'))),
    },
  },
  'a call that was never sent': {
    'no effect, whatever was lost': withErrors(() => new ProviderError('lost', { ...FIELDS, effect: 'none' })),
    'a second try': withSession(sound, (session) => ({
      call: (...call: Parameters<typeof session.call>) => session.call(...call).catch(() => session.call(...call)),
    })),
    'an effect, whatever was sent': withErrors(() => new ProviderError('lost', { ...FIELDS, effect: 'possible' })),
  },
  'whatever answers': {
    'an error of its own': withErrors(() => new SyntaxError('Unexpected token <')),
    'a class of its own': withRefusals((error) => error.restated({ class: 'strange' as never })),
    'one class for all': withRefusals((error) => error.restated({ class: 'transient' })),
    'its key in the message': withRefusals((error) => error.restated({ message: `refused for ${KEY}` })),
    'every answer as a success': withSession(sound, (session) => ({
      call: (...call: Parameters<typeof session.call>) => session.call(...call).catch(() => ({ response: {} })),
    })),
  },
  'a read of the samples': {
    'an error of its own': withErrors(() => new TypeError('undefined is not an object')),
    'a refusal of its own, with nothing sent': withSession(sound, () => ({ call: async () => throwRefusal() })),
    'an answer of its own, with nothing sent': withSession(sound, () => ({ call: async () => ({ response: {} }) })),
    'another request than previews show': withRequest((outline) => ({ ...outline, path: `${outline.path}/all` })),
    'another query than previews show': withRequest((outline) => ({ ...outline, query: { page: '1' } })),
    'another body than previews show': withRequest((outline) => ({ ...outline, body: { page: 1 } })),
  },
  'can settle the lost answers': {
    'no reconcile': withSession(sound, () => ({ reconcile: undefined })),
    'no findExisting': withSession(sound, () => ({ findExisting: undefined })),
  },
  'look-ups read': {
    'a reconcile with an error of its own': withSession(sound, () => ({ reconcile: async () => throwTypeError() })),
    'a reconcile that says perhaps': withSession(sound, () => ({ reconcile: async () => ({ kind: 'perhaps' }) })),
    'a reconcile that sends it again': withSession(sound, (session) => ({
      reconcile: async ({ operation, arguments: args }: LostCall) => {
        const { response } = await session.call(operation, args, { signal: new AbortController().signal });
        return { kind: 'happened', response, evidence: 'sent again' };
      },
    })),
    'a refusal of its own, with nothing read': withSession(sound, () => ({ reconcile: async () => throwRefusal() })),
    'numbers as ids': withSession(sound, () => ({ findExisting: async () => [1, 2] })),
    'a request of its own': withSession(sound, (session) => ({
      findExisting: async () => [
        JSON.stringify(await session.call('ListCopies', {}, { signal: new AbortController().signal })),
      ],
    })),
    'an effect': withSession(sound, () => ({
      findExisting: async (
        _operation: string,
        _args: object,
        read: (operation: string, args: object) => Promise<Json>,
      ) => {
        await read('CreateCopy', { name: 'a', from: 'b', to: 'c' });
        return [];
      },
    })),
  },
  'plans to start from': {
    'an unknown kind': withStarter({ kind: 'bucket-move' }),
    'a plan with a mistake': withStarter({ text: () => 'version: 1\n' }),
    'another name': withStarter({ text: () => starterText('photos') }),
    'a secret that it does not name': withStarter({ secrets: [] }),
  },
  'a job cuts its work': {
    'an error of its own': withTriedWork({ planSlices: throwTypeError }),
    'work that is refused at once': withTriedWork({ runSlice: async () => throwRefusal() }),
    'one name twice': withTriedWork({ planSlices: () => [1, 2].map(() => ({ name: 'all', arguments: {} })) }),
    'a long name': withTriedWork({ planSlices: () => [{ name: 'a'.repeat(201), arguments: {} }] }),
    'its key in a slice': withTriedWork({ planSlices: () => [{ name: 'all', arguments: { key: KEY } }] }),
    'its key in a result': withTriedWork({ runSlice: async () => ({ key: KEY }) }),
    'all the data as a result': withTriedWork({ runSlice: async () => ({ data: 'a'.repeat(100_000) }) }),
    'work that cannot be repeated': withTriedWork({ runSlice: onceOnly() }),
    'a sample of another form': withTriedWork({ inputSchema: { type: 'object', required: ['from'] } }),
  },
  'a job makes outputs': {
    'one that it does not declare': withTriedWork({ summarize: () => ({ kind: 'succeeded', outputs: { sum: 1 } }) }),
    'slices that are refused': withTriedWork({ runSlice: async () => throwRefusal() }),
    chance: withTriedWork({ outputs: ['sum'], summarize: () => ({ kind: 'succeeded', outputs: { sum: next() } }) }),
    'an error of its own': withTriedWork({ summarize: throwTypeError }),
  },
  'listings declare': {
    'an unknown key': withListing({ key: 'id' }),
    'two columns of one name': withListing({ columns: [COLUMN, COLUMN] }),
    'no title': withListing({ title: '' }),
    'arguments that its sample lacks': withListing({ argumentsSchema: { type: 'object', required: ['region'] } }),
  },
  'what is listed is read': {
    'an effect': withListing({
      readPage: async (_args, { read }) => ({
        rows: [{ name: JSON.stringify(await read('SetReadOnly', { bucket: 'photos', read_only: true })) }],
      }),
    }),
    'rows of chance': withListing({ readPage: async () => ({ rows: [{ name: `photos-${next()}` }] }) }),
    'its key in a row': withListing({ readPage: async () => ({ rows: [{ name: KEY }] }) }),
    'a row without a name': withListing({ readPage: async () => ({ rows: [{ name: '' }] }) }),
    'a column that it does not declare': withListing({ readPage: async () => ({ rows: [{ name: 'a', size: 1 }] }) }),
    'a number as a text': withListing({ readPage: async () => ({ rows: [{ name: 'a', objects: '1' }] }) }),
    'nothing to try': withListing({ readPage: async () => ({ rows: [] }) }),
  },
  'a call that is stopped': {
    'an error of its own': withErrors((error) => new ProviderError('stopped', { ...FIELDS, cause: error })),
  },
};

const CASES = Object.entries(BROKEN).flatMap(([promise, breaks]) =>
  Object.entries(breaks).map(([what, broken]) => ({ promise, what, broken })),
);

it.each(CASES)('$promise …: is broken by $what', async ({ promise, broken }) => {
  const rule = PROVIDER_RULES.find((one) => one.promise.includes(promise));
  const under =
    'operations' in broken && 'connect' in broken
      ? { ...SOUND, provider: broken as Provider }
      : { ...SOUND, ...broken };
  expect(await rule?.faultsOf(under)).not.toEqual([]);
  expect(await rule?.faultsOf(SOUND)).toEqual([]);
});

it('a plan to start from that is correct breaks no promise', async () => {
  const rule = PROVIDER_RULES.find(({ promise }) => promise.includes('plans to start from'));
  expect(await rule?.faultsOf({ ...SOUND, provider: withStarter({}) })).toEqual([]);
});

it('every promise is broken by some provider', () => {
  const unbroken = PROVIDER_RULES.filter(
    ({ promise }) => !Object.keys(BROKEN).some((words) => promise.includes(words)),
  );
  expect(unbroken).toEqual([]);
});
