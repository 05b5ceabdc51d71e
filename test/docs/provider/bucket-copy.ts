import {
  type Check,
  CredentialsError,
  type HttpResponse,
  Interpolation,
  isJsonObject,
  type Json,
  type JsonObject,
  type Kind,
  type Listing,
  type Operation,
  type Poll,
  type ProviderDefinition,
  ProviderError,
  type ProviderErrorClass,
  type ProviderSession,
  Reference,
  type RequestOutline,
  type Transport,
  TransportError,
} from '@waybill/core';

// Operations: the calls of the service, as its manual names them.

const bucketName = { type: 'string', pattern: '^[a-z0-9-]{3,40}$', 'x-hint': 'Bucket names are lower case.' };

const operations: Readonly<Record<string, Operation>> = {
  GetBucket: {
    name: 'GetBucket',
    title: 'show a bucket',
    document: 'Bucket service, "Get a bucket"',
    requestSchema: { type: 'object', required: ['bucket'], properties: { bucket: bucketName } },
    responseSchema: { type: 'object', properties: { objects: { type: 'integer' }, read_only: { type: 'boolean' } } },
    outputs: { objects: '/response/objects' },
  },
  ListBuckets: {
    name: 'ListBuckets',
    title: 'list the buckets',
    document: 'Bucket service, "List buckets"',
    requestSchema: { type: 'object', properties: {} },
    responseSchema: { type: 'object', properties: { buckets: { type: 'array' } } },
    outputs: {},
  },
  SetReadOnly: {
    name: 'SetReadOnly',
    title: 'open or close a bucket for writers',
    document: 'Bucket service, "Change a bucket"',
    requestSchema: {
      type: 'object',
      required: ['bucket', 'read_only'],
      properties: { bucket: bucketName, read_only: { type: 'boolean' } },
    },
    responseSchema: { type: 'object' },
    // Sending it twice does the same as sending it once.
    recovery: { policy: 'repeatable' },
    outputs: {},
  },
  CreateCopy: {
    name: 'CreateCopy',
    title: 'start a copy',
    document: 'Bucket service, "Create a copy"',
    requestSchema: {
      type: 'object',
      required: ['name', 'from', 'to'],
      properties: { name: { type: 'string' }, from: bucketName, to: bucketName },
    },
    responseSchema: { type: 'object', properties: { id: { type: 'string' } } },
    // Sending it twice would make two copies: after a lost answer, `reconcile` looks for the first one by its name.
    recovery: { policy: 'lookup' },
    outputs: { copy_id: '/response/id' },
    taskId: '/response/id',
  },
  ListCopies: {
    name: 'ListCopies',
    title: 'list the copies',
    document: 'Bucket service, "List copies"',
    requestSchema: { type: 'object', properties: {} },
    responseSchema: { type: 'object', properties: { copies: { type: 'array' } } },
    outputs: {},
  },
};

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  const endpoint = new URL(textOf(config['endpoint'])).origin;
  const { bucket, ...body } = args;
  const path = `/buckets/${encodeURIComponent(textOf(bucket))}`;
  switch (operation) {
    case 'GetBucket':
      return { method: 'GET', endpoint, path, query: {} };
    case 'ListBuckets':
      return { method: 'GET', endpoint, path: '/buckets', query: {} };
    case 'SetReadOnly':
      return { method: 'PATCH', endpoint, path, query: {}, body };
    case 'CreateCopy':
      return { method: 'POST', endpoint, path: '/copies', query: {}, body: args };
    default:
      return { method: 'GET', endpoint, path: '/copies', query: {} };
  }
}

// Checks: questions with an answer, asked before the first effect and again when a run resumes.

const checks: Readonly<Record<string, Check>> = {
  'bucket-there': {
    judge: (bucket) =>
      isJsonObject(bucket)
        ? { kind: 'passed', detail: `It has ${textOf(bucket['objects'])} objects.` }
        : { kind: 'failed', detail: 'The answer shows no bucket.', hint: 'Look at the service.' },
    judgeNotFound: ({ bucket }) => ({
      kind: 'failed',
      detail: `There is no bucket ${textOf(bucket)}.`,
      hint: 'Correct `from`, or create the bucket.',
    }),
    // What later steps may refer to, such as the one that restores it.
    outputs: { read_only: '/response/read_only' },
  },
  'bucket-empty': {
    judge: (bucket, { bucket: name }) =>
      isJsonObject(bucket) && bucket['objects'] === 0
        ? { kind: 'passed', detail: 'It is empty.' }
        : { kind: 'failed', detail: `${textOf(name)} is not empty.`, hint: 'Choose another bucket for `to`.' },
  },
};

// Polls: one list answers every unit that waits for a copy.

const copiesPoll: Poll = {
  scope: () => 'copies',
  async read(items, { read }) {
    const copies = copiesIn(await read('ListCopies', {}));
    return items.map((item) => copies.find(({ id }) => id === item.arguments['copy_id']));
  },
  judge(_item, copy) {
    const status = textOf(copy?.['status'] ?? 'not listed');
    if (status === 'done') return { kind: 'reached', status, outputs: {} };
    if (status === 'failed')
      return { kind: 'failed', status, reason: textOf(copy?.['reason'] ?? 'No reason is given.') };
    return { kind: 'pending', status };
  },
  callsOfRound: () => [{ operation: 'ListCopies', calls: 1 }],
  assumedDuration: () => ({ p50Ms: 60_000, p90Ms: 600_000, source: 'a guess' }),
};

function copiesIn(response: Json): readonly JsonObject[] {
  const copies = isJsonObject(response) ? response['copies'] : undefined;
  return Array.isArray(copies) ? copies.filter(isJsonObject) : [];
}

// A kind: what a careful operator would do for one bucket, as steps. Pure.

const output = (step: string, name: string): Reference => new Reference(['steps', step, 'outputs', name]);

const bucketCopy: Kind = {
  name: 'bucket-copy',
  title: 'copy a bucket while nobody writes to it',
  withSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['from', 'to'],
    properties: { from: bucketName, to: bucketName },
  },
  outputs: ['copy_id'],
  writes: ({ to }) => (typeof to === 'string' ? [{ label: `the bucket ${to}`, identity: [to], path: ['to'] }] : []),
  describe: ({ from, to }, connection) => ({
    from: { label: 'bucket', connection, facts: [{ name: 'name', value: from }] },
    to: { label: 'bucket', connection, facts: [{ name: 'name', value: to }] },
  }),
  impact: () => ({
    downtime: 'The source takes no writes until the copy has ended.',
    wayBack: 'Until clients use the copy: do nothing, the source is as it was.',
    downtimeSteps: { from: 'close', until: 'restore' },
  }),
  expand: ({ with: { from = null, to = null } }) => ({
    steps: [
      {
        kind: 'check',
        name: 'check-source',
        title: 'the source exists',
        operation: 'GetBucket',
        arguments: { bucket: from },
        check: 'bucket-there',
      },
      {
        kind: 'check',
        name: 'check-target',
        title: 'the target is empty',
        operation: 'GetBucket',
        arguments: { bucket: to },
        check: 'bucket-empty',
      },
      {
        kind: 'call',
        name: 'close',
        title: 'close the source for writers',
        operation: 'SetReadOnly',
        arguments: { bucket: from, read_only: true },
      },
      {
        kind: 'call',
        name: 'copy',
        title: 'start the copy',
        operation: 'CreateCopy',
        // The token is the unit's own in this state, so that a lost copy is found by its name.
        arguments: { name: new Interpolation(['waybill-', new Reference(['unit', 'token'])]), from, to },
      },
      {
        kind: 'await',
        name: 'await',
        title: 'wait until everything is copied',
        poll: 'copies',
        goal: 'copied',
        arguments: { copy_id: output('copy', 'copy_id') },
      },
      {
        kind: 'call',
        name: 'restore',
        title: 'give the source back as it was',
        // After a failure as well, once the source was closed.
        always: true,
        needs: ['close', 'await'],
        operation: 'SetReadOnly',
        arguments: { bucket: from, read_only: output('check-source', 'read_only') },
      },
    ],
    outputs: { copy_id: output('copy', 'copy_id') },
    activity: { opens: 'copy', closes: 'await', target: to },
  }),
};

// A session: one call, sent once. What it throws says whether the effect may have happened.

class BucketSession implements ProviderSession {
  readonly limitScope: string;
  readonly secrets: readonly string[];
  readonly #config: JsonObject;
  readonly #key: string;
  readonly #transport: Transport;

  constructor(config: JsonObject, key: string, transport: Transport) {
    this.limitScope = textOf(config['endpoint']);
    this.secrets = [key];
    this.#config = config;
    this.#key = key;
    this.#transport = transport;
  }

  async call(operation: string, args: JsonObject, { signal }: { readonly signal: AbortSignal }) {
    const { method, endpoint, path, body } = buildRequest(this.#config, operation, args);
    const isEffect = operations[operation]?.recovery !== undefined;
    const headers = { 'x-api-key': this.#key, 'content-type': 'application/json' };
    const request = {
      method,
      url: `${endpoint}${path}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    try {
      return readAnswer(await this.#transport.send(request, { signal }), isEffect);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new ProviderError(`The bucket service did not answer: ${error.message}`, {
        vendorCode: error.reason,
        class: error.fault ?? 'transient',
        effect: error.wasSent && isEffect ? 'possible' : 'none',
        cause: error,
      });
    }
  }

  async findExisting(
    _operation: string,
    { name }: JsonObject,
    read: (operation: string, args: JsonObject) => Promise<Json>,
  ) {
    return copiesIn(await read('ListCopies', {})).flatMap((copy) =>
      copy['name'] === name ? [textOf(copy['id'])] : [],
    );
  }

  reconcile: NonNullable<ProviderSession['reconcile']> = async (
    { arguments: { name }, existingIds, takenIds },
    { read },
  ) => {
    const known = new Set([...existingIds, ...takenIds]);
    const [found, ...others] = copiesIn(await read('ListCopies', {})).filter(
      (copy) => copy['name'] === name && !known.has(textOf(copy['id'])),
    );
    if (found === undefined) return { kind: 'did-not-happen', evidence: `No copy is named ${textOf(name)}.` };
    if (others.length > 0) return { kind: 'undecided', reason: `Several copies are named ${textOf(name)}.` };
    return { kind: 'happened', response: found, evidence: `The copy ${textOf(found['id'])} has the name.` };
  };

  async [Symbol.asyncDispose](): Promise<void> {}
}

const CLASSES: Readonly<Record<number, ProviderErrorClass>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'busy',
  429: 'throttled',
};

function readAnswer({ status, body }: HttpResponse, isEffect: boolean): { readonly response: Json } {
  const answer = parse(body);
  if (status < 300 && answer !== undefined) return { response: answer };
  const isUnclear = status < 300 || status >= 500;
  throw new ProviderError(`The bucket service answered with status ${status}.`, {
    vendorCode: `HTTP_${status}`,
    class: isUnclear ? 'transient' : (CLASSES[status] ?? 'fatal'),
    effect: isUnclear && isEffect ? 'possible' : 'none',
  });
}

function parse(body: string): JsonObject | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return isJsonObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

// Listings: what `waybill discover` writes into an inventory.

const bucketsListing: Listing = {
  title: 'buckets',
  columns: [
    { name: 'name', type: 'text', description: 'Name of the bucket.' },
    // It moves by itself, and is no difference that needs a review.
    { name: 'objects', type: 'number', description: 'Number of its objects.', isVolatile: true },
  ],
  key: 'name',
  async readPage(_args, { read }) {
    const answer = await read('ListBuckets', {});
    const buckets = isJsonObject(answer) && Array.isArray(answer['buckets']) ? answer['buckets'] : [];
    return { rows: buckets.filter(isJsonObject).map(({ name = '', objects = 0 }) => ({ name, objects })) };
  },
};

// All of it together.

export const provider: ProviderDefinition = {
  type: 'acme-buckets',
  version: '1.0.0',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'endpoint'],
    properties: {
      type: {},
      endpoint: { type: 'string', format: 'uri' },
      credentials: { type: 'object', properties: { key: { type: 'string', 'x-secret': true } } },
    },
  },
  operations,
  kinds: { 'bucket-copy': bucketCopy },
  checks,
  polls: { copies: copiesPoll },
  listings: { buckets: bucketsListing },
  defaultLimits: { requests: { count: 10, intervalMs: 1000 }, inFlight: 4 },
  defaultPolling: { initialIntervalMs: 200, maxIntervalMs: 10_000 },
  buildRequest,
  connectionOf: ({ endpoint }) => ({ endpoint: new URL(textOf(endpoint)).origin }),
  endpointsOf: ({ endpoint }) => [{ key: 'endpoint', origin: new URL(textOf(endpoint)).origin, isVendorHost: false }],
  async connect({ alias, config, env, transport }) {
    const { credentials } = config;
    const key = (isJsonObject(credentials) ? credentials['key'] : undefined) ?? env['ACME_KEY'];
    if (typeof key !== 'string')
      throw new CredentialsError(
        `Provider ${alias}: no key.`,
        'Set ACME_KEY, or refer to a secret under `credentials`.',
      );
    return new BucketSession(config, key, transport);
  },
};
