import { type HttpRequest, type HttpResponse, type Transport, TransportError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { JobWorld } from '../testing/job-world.ts';
import { copyByCluster } from './copy-by-cluster.ts';
import { copyByMethod } from './copy-by-method.ts';

const COUNTS = { total: 10, created: 10, updated: 0, deleted: 0, noops: 0, version_conflicts: 0 };
const TOO_MUCH = 'rejected execution of coordinating operation [all_bytes=0, coordinating_operation_bytes=62402198]';
const TOO_LARGE = 'Remote responded with a chunk that was too large. Use a smaller batch size.';

type End = { readonly response: object } | { readonly error: object };

interface Task {
  readonly id: number;
  readonly opaqueId: string;
  readonly size: number;
  readonly refreshes: boolean;
  end: End;
  /** Questions until it has ended. */
  left: number;
}

/** A target that copies; `ends` says how each copy ends, in the order of their starts. */
class Target implements Transport {
  readonly tasks: Task[] = [];
  readonly ends: End[];
  /** Starts, as they were asked for. */
  readonly asked: { readonly slices: string | null; readonly body: object }[] = [];
  /** The cluster has the source too. */
  readonly #origin = new Origin();
  /** Starts whose answer does not arrive. */
  lostAnswers = 0;
  /** Questions for one copy that are refused. */
  refused = 0;
  /** Ids of the tasks that were canceled. */
  readonly canceled: number[] = [];
  /** Questions after which a canceled copy has ended. */
  leftAfterCancel = 0;

  constructor(...ends: End[]) {
    this.ends = ends;
  }

  async send({ method, url, body, headers }: HttpRequest): Promise<HttpResponse> {
    const pathname = decodeURIComponent(new URL(url).pathname);
    if (pathname === '/_reindex') {
      const { searchParams } = new URL(url);
      const refreshes = searchParams.get('refresh') === 'true';
      this.asked.push({ slices: searchParams.get('slices'), body: JSON.parse(body ?? '{}') });
      return this.#start(JSON.parse(body ?? '{}'), { opaqueId: headers['x-opaque-id'] ?? '', refreshes });
    }
    if (pathname === '/_tasks') return answer({ tasks: this.tasks.filter(({ left }) => left > 0).map(showTask) });
    if (pathname === '/.tasks/_search') {
      const kept = this.tasks.filter(({ left }) => left <= 0);
      return answer({
        _shards: { failed: 0 },
        hits: { hits: kept.map((task) => ({ _source: { task: showTask(task) } })) },
      });
    }
    const canceled = this.tasks.find(({ id }) => pathname === `/_tasks/n:${id}/_cancel`);
    if (canceled !== undefined) {
      this.canceled.push(canceled.id);
      canceled.left = Math.min(canceled.left, this.leftAfterCancel);
      canceled.end = { response: { ...COUNTS, created: 4, canceled: 'by user request' } };
      return answer({ nodes: {} });
    }
    const task = this.tasks.find(({ id }) => pathname === `/_tasks/n:${id}`);
    if (task === undefined && !pathname.startsWith('/_tasks')) return await this.#origin.send({ url });
    if (task === undefined) throw new Error(`${method} ${pathname}`);
    if (this.refused > 0) {
      this.refused -= 1;
      return { ...answer({ error: { type: 'nobody_knows', reason: 'refused' }, status: 400 }), status: 400 };
    }
    task.left -= 1;
    const isOver = task.left <= 0;
    return answer({ completed: isOver, task: showTask(task), ...(isOver ? task.end : {}) });
  }

  #start(
    { source }: { readonly source: { readonly size: number } },
    asked: Pick<Task, 'opaqueId' | 'refreshes'>,
  ): HttpResponse {
    const id = this.tasks.length + 1;
    this.tasks.push({ id, ...asked, size: source.size, end: this.ends.shift() ?? { response: COUNTS }, left: 3 });
    if (this.lostAnswers === 0) return answer({ task: `n:${id}` });
    this.lostAnswers -= 1;
    throw new TransportError('the answer was lost', { wasSent: true, reason: 'ECONNRESET' });
  }
}

function showTask({ id, opaqueId }: Task): object {
  return { node: 'n', id, action: 'indices:data/write/reindex', headers: { 'X-Opaque-Id': opaqueId }, status: COUNTS };
}

function answer(body: object): HttpResponse {
  return { status: 200, headers: {}, body: JSON.stringify(body) };
}

/** It is asked for its number of documents, their bytes, and which index it is. */
class Origin implements Transport {
  uuid = 'first';
  /** Of ten documents, of which a thousand make a batch. */
  bytes = 20_000;

  send({ url }: Pick<HttpRequest, 'url'>): Promise<HttpResponse> {
    const { pathname } = new URL(url);
    const isIndex = pathname === '/a';
    const primaries = { store: { size_in_bytes: this.bytes } };
    if (pathname.endsWith('/_stats/docs,store')) return Promise.resolve(answer({ _all: { primaries }, indices: {} }));
    const index = { aliases: {}, mappings: {}, settings: { index: { uuid: this.uuid } } };
    return Promise.resolve(answer(isIndex ? { a: index } : { count: 10, _shards: { failed: 0 } }));
  }
}

const INPUT = {
  source: 'a',
  dest: 'b',
  target_version: '7.10.2',
  method: 'remote',
  remote: { host: 'http://old:9200' },
  opaque_id: 'waybill-0123456789ab',
};

/** How long the slice takes, in seconds, of a copy that takes so many and shows how far it is. */
async function copySeconds(seconds: number, reported: number[] = []): Promise<number> {
  const clock = new VirtualClock();
  const startMs = clock.now();
  let opaqueId = '';
  const target: Transport = {
    async send({ url, headers: sent }) {
      const { pathname } = new URL(url);
      if (pathname === '/_reindex') {
        opaqueId = sent['x-opaque-id'] ?? '';
        return answer({ task: 'n:1' });
      }
      if (pathname === '/_tasks') return answer({ tasks: [] });
      if (pathname === '/.tasks/_search') return answer({ _shards: { failed: 0 }, hits: { hits: [] } });
      const share = Math.min(1, (clock.now() - startMs) / 1_000 / seconds);
      const status = { ...COUNTS, total: 10_000, created: Math.floor(10_000 * share) };
      const headers = { 'X-Opaque-Id': opaqueId };
      const running = { running_time_in_nanos: (clock.now() - startMs) * 1_000_000 };
      const task = { node: 'n', id: 1, action: 'indices:data/write/reindex', headers, status, ...running };
      return answer({ completed: share === 1, task, ...(share === 1 ? { response: status } : {}) });
    },
  };
  const clusters = [new Origin(), target].map((transport, index) => ({
    url: `http://cluster-${index}.example:9200`,
    transport,
  }));
  const world = new JobWorld(clusters, clock);
  await world.succeed(copyByMethod, INPUT);
  reported.push(...world.reported);
  return (clock.now() - startMs) / 1_000;
}

const copy = (target: Target, input = {}, origin = new Origin()) =>
  JobWorld.of(origin, target).run(copyByMethod, { ...INPUT, ...input });

describe('a copy whose run is stopped', () => {
  /** Stops the run while the target copies, and lets another one continue. */
  async function stopAndResume(target: Target, isStoppedByOperator: boolean) {
    const clock = new VirtualClock();
    const clusters = [new Origin(), target].map((transport, index) => ({ url: `http://cluster-${index}`, transport }));
    const stopped = new JobWorld(clusters, clock);
    const first = stopped.run(copyByMethod, INPUT).catch((error: unknown) => error);
    while (target.tasks.length === 0) await clock.advance(1);
    stopped.isStoppedByOperator = isStoppedByOperator;
    stopped.stopping.abort(new Error('stopped'));
    expect(await first).toMatchObject({ message: 'stopped' });
    const next = new JobWorld(clusters, clock);
    if (isStoppedByOperator) next.beginning += 1;
    return await next.run(copyByMethod, INPUT);
  }

  it.each([0, 2])(
    'by an operator is canceled, and the next run copies the rest, also after %i questions',
    async (left) => {
      const target = Object.assign(new Target(), { leftAfterCancel: left });
      expect(await stopAndResume(target, true)).toMatchObject({ kind: 'succeeded' });
      expect([target.canceled, target.tasks.length]).toEqual([[1], 2]);
    },
  );

  it('by anything else continues, and the next run finds it', async () => {
    const target = new Target();
    expect(await stopAndResume(target, false)).toMatchObject({ kind: 'succeeded' });
    expect([target.canceled, target.tasks.length]).toEqual([[], 1]);
  });

  it('is left to itself where it cannot be canceled', async () => {
    const target = new Target();
    const send = target.send.bind(target);
    target.send = async (request) => {
      if (!request.url.includes('_cancel')) return await send(request);
      return { ...answer({ error: { type: 'security_exception', reason: 'no' }, status: 403 }), status: 403 };
    };
    expect(await stopAndResume(target, true)).toMatchObject({ kind: 'succeeded' });
    expect(target.tasks).toHaveLength(1);
  });

  describe.each(['auto', 'remote', 'local'])('and that somebody else cancels, by %s,', (method) => {
    const CANCELED = { response: { ...COUNTS, created: 4, canceled: 'by user request' } };
    const ofMethod = (target: Target) => {
      const job = method === 'auto' ? copyByMethod : copyByCluster;
      const { remote, ...input } = INPUT;
      return (beginning: number) => {
        const world = Object.assign(JobWorld.of(...(method === 'local' ? [target] : [new Origin(), target])), {
          beginning,
        });
        return world.run(job, method === 'local' ? { ...input, method } : { ...input, remote });
      };
    };
    const failure = {
      vendorCode: 'COPY_CANCELED',
      class: 'fatal',
      message: expect.stringContaining('POST _tasks/n:1/_cancel') as unknown,
      hint: expect.stringMatching(/resume --retry-failed.*redo/) as unknown,
    };

    it('fails, is not started again by the next run, and continues once it is retried', async () => {
      const target = new Target(CANCELED);
      const run = ofMethod(target);
      await expect(run(1)).rejects.toMatchObject(failure);
      await expect(run(1)).rejects.toMatchObject(failure);
      expect(target.tasks).toHaveLength(1);
      expect(await run(2)).toMatchObject({ kind: 'succeeded' });
      expect(target.tasks.map(({ opaqueId }) => opaqueId)).toEqual([
        expect.stringMatching(/-1000$/),
        expect.stringMatching(/-1000-2$/),
      ]);
    });

    it('fails also where an earlier run has begun it, and it ends while this one waits for it', async () => {
      const target = new Target();
      target.lostAnswers = 1;
      const run = ofMethod(target);
      await expect(run(1)).rejects.toMatchObject({ class: 'transient' });
      for (const task of target.tasks) task.end = CANCELED;
      await expect(run(1)).rejects.toMatchObject(failure);
      expect(target.tasks).toHaveLength(1);
    });

    it('is found by a later beginning where it is still under way', async () => {
      const target = new Target();
      target.lostAnswers = 1;
      const run = ofMethod(target);
      await expect(run(1)).rejects.toMatchObject({ class: 'transient' });
      expect(await run(3)).toMatchObject({ kind: 'succeeded' });
      expect(target.tasks).toHaveLength(1);
    });
  });
});

describe('a slice that the target pulls', () => {
  it('reports how many documents the target has copied', async () => {
    const reported: number[] = [];
    await copySeconds(20, reported);
    expect(reported.length).toBeGreaterThan(3);
    expect(reported).toEqual(reported.toSorted((left, right) => left - right));
    // Asked after 0.5, 1.5, 3.5 seconds.
    expect(reported.slice(0, 4)).toEqual([0, 250, 750, 1750]);
  });

  it('is refused where the source was made anew before its end, and not begun where it was before', async () => {
    const remade = { vendorCode: 'SOURCE_MADE_ANEW', class: 'fatal' };
    const origin = new Origin();
    const target = new Target();
    const send = target.send.bind(target);
    target.send = async (request) => {
      if (new URL(request.url).pathname === '/_reindex') origin.uuid = 'second';
      return await send(request);
    };
    await expect(copy(target, { source_uuid: 'first' }, origin)).rejects.toMatchObject(remade);
    await expect(copy(target, { source_uuid: 'first' }, origin)).rejects.toMatchObject(remade);
    expect(target.tasks).toHaveLength(1);
  });

  it('is one copy, under an id of its own, and waited for', async () => {
    const target = new Target();
    expect(await copy(target)).toMatchObject({
      kind: 'succeeded',
      outputs: { documents: 10, created: 10, refused: 0 },
    });
    expect(target.tasks).toMatchObject([
      { opaqueId: expect.stringMatching(/^waybill-0123456789ab-1-of-1-[0-9a-f]{8}-1000$/), size: 1_000 },
    ]);
  });

  it.each([
    ['[10.0.0.1:9200] not whitelisted in reindex.remote.whitelist', 'reindex.remote.whitelist'],
    ['Error parsing the response, remote is likely not an Elasticsearch instance', 'pair of versions'],
  ])('names the way to choose anew where the target cannot pull any more: %s', async (reason, hint) => {
    const error = { type: 'illegal_argument_exception', reason };
    await expect(copy(new Target({ error }))).rejects.toMatchObject({
      vendorCode: 'COPY_FAILED',
      hint: expect.stringMatching(`waybill redo.*${hint}`) as unknown,
    });
    const refusing = new Target();
    const send = refusing.send.bind(refusing);
    refusing.send = async (request) =>
      new URL(request.url).pathname === '/_reindex'
        ? { ...answer({ error, status: 400 }), status: 400 }
        : await send(request);
    await expect(copy(refusing)).rejects.toMatchObject({
      vendorCode: 'illegal_argument_exception',
      hint: expect.stringContaining('waybill redo') as unknown,
    });
  });

  it('is not taken for one of the same name that has copied other documents, before the plan was edited', async () => {
    const target = new Target();
    await copy(target, { query: { term: { shop: 1 } } });
    await copy(target, { query: { term: { shop: 2 } } });
    await copy(target, { query: { term: { shop: 2 } } });
    await copy(target, { source: 'c', query: { term: { shop: 2 } } });
    expect(target.tasks.length).toBe(3);
    expect(new Set(target.tasks.map(({ opaqueId }) => opaqueId)).size).toBe(3);
  });

  it.each([
    [100, 2_000],
    [20_000, 1_000],
    [10_000_000, 2],
    [1_000_000_000, 1],
  ])('comes in batches of so many documents as suit an index of %d bytes', async (bytes, size) => {
    const [origin, target] = [new Origin(), new Target()];
    origin.bytes = bytes;
    await JobWorld.of(origin, target).run(copyByMethod, INPUT);
    expect(target.tasks).toMatchObject([{ size }]);
  });

  it('makes visible what it has copied where it is one of the slices that end last', async () => {
    const target = new Target();
    const slice = { name: '1-of-9', arguments: { gte: 0, lt: 5, named: 1 } };
    const world = JobWorld.of(new Origin(), target);
    await world.slice(copyByMethod, slice, INPUT);
    const last = { name: '9-of-9', arguments: { gte: 40, named: 1, refreshes: true } };
    await world.slice(copyByMethod, last, INPUT);
    expect(target.tasks.map(({ refreshes }) => refreshes)).toEqual([false, true]);
  });

  it('is asked for near the end that its speed lets expect', async () => {
    const end = (seconds: number) => copySeconds(seconds).then((took) => took - seconds);
    for (const seconds of [3, 20, 61, 600]) expect(await end(seconds)).toBeLessThanOrEqual(1);
  });

  it('says why its copy does not keep the pace, which does not fail it', async () => {
    const target = new Target();
    const send = target.send.bind(target);
    const refusal = { type: 'security_exception', reason: 'action [cluster:admin/reindex/rethrottle] is unauthorized' };
    target.send = async (request) =>
      request.url.includes('_rethrottle')
        ? { ...answer({ error: refusal, status: 403 }), status: 403 }
        : await send(request);
    const clusters = [new Origin(), target].map((transport, index) => {
      return {
        url: `http://cluster-${index}.example:9200`,
        transport,
        ...(index === 0 ? { pace: { documents: '100/s' } } : {}),
      };
    });
    expect(await new JobWorld(clusters).run(copyByMethod, INPUT)).toMatchObject({
      kind: 'succeeded',
      detail: expect.stringMatching(
        /^10 documents\. The pace of the copy cannot be changed: .*unauthorized/,
      ) as unknown,
      hint: expect.stringContaining('cluster:admin/reindex/rethrottle') as unknown,
    });
  });

  it('is found, and not started again, when its answer was lost, or when it has ended meanwhile', async () => {
    const target = new Target();
    target.lostAnswers = 1;
    await expect(copy(target)).rejects.toMatchObject({ class: 'transient', effect: 'possible' });
    expect(await copy(target)).toMatchObject({ outputs: { documents: 10 } });
    expect(await copy(target)).toMatchObject({ outputs: { documents: 10 } });
    expect(target.tasks.length).toBe(1);
  });

  it('is waited for again when a question is refused', async () => {
    const target = new Target();
    target.refused = 1;
    await expect(copy(target)).rejects.toMatchObject({ class: 'transient' });
    expect(await copy(target)).toMatchObject({ outputs: { documents: 10 } });
    expect(target.tasks.length).toBe(1);
  });

  it('is started again after one that has failed', async () => {
    const target = new Target({ error: { type: 'x', reason: 'the source was restarted' } });
    await expect(copy(target)).rejects.toMatchObject({ class: 'fatal', message: 'the source was restarted.' });
    expect(await copy(target)).toMatchObject({ outputs: { documents: 10 } });
    expect(target.tasks.length).toBe(2);
  });

  it('is tried again by itself after one that has lost the source', async () => {
    const target = new Target({ error: { type: 'connect_exception', reason: 'Connection refused' } });
    await expect(copy(target)).rejects.toMatchObject({
      class: 'transient',
      message: 'the source could not be read: Connection refused.',
    });
    expect(await copy(target)).toMatchObject({ outputs: { documents: 10 } });
  });

  it('ends with the documents that the target refuses, each named with its reason', async () => {
    const cause = { type: 'mapper_parsing_exception', reason: 'failed to parse field [n] of type [long]' };
    const failures = ['bad', 'bad2'].map((id) => ({ id, cause }));
    const target = new Target({ response: { ...COUNTS, created: 8, failures } });
    const world = JobWorld.of(new Origin(), target);
    const results = await world.slices(copyByCluster, INPUT);
    expect(copyByCluster.summarize(results, INPUT)).toMatchObject({
      kind: 'failed',
      reason: '2 documents were refused of 10 that were read: mapper_parsing_exception: field n (bad, bad2).',
      hint: expect.stringContaining('method: bulk') as unknown,
    });
    expect(copyByCluster.leftOutIn?.(results)).toMatchObject([{ what: 'refused', id: 'bad' }, { id: 'bad2' }]);
  });

  it('within its own cluster names no remote, and is cut by the cluster where it is the only one', async () => {
    const { remote: _none, ...input } = INPUT;
    const bodies = async (given: object) => {
      const target = new Target();
      await JobWorld.of(target).run(copyByCluster, { ...input, method: 'local', ...given });
      return target.asked;
    };
    expect(await bodies({})).toMatchObject([{ slices: 'auto', body: { source: { index: 'a', size: 1_000 } } }]);
    expect((await bodies({}))[0]?.body).not.toHaveProperty('source.remote');
    expect((await bodies({ parts: 1 }))[0]?.slices).toBeNull();
  });

  it('waits for a copy of its unit that an earlier version has begun', async () => {
    const target = new Target();
    target.tasks.push({
      id: 7,
      opaqueId: `${INPUT.opaque_id}-1`,
      size: 1,
      refreshes: false,
      end: { response: COUNTS },
      left: 1,
    });
    const world = JobWorld.of(new Origin(), target);
    await expect(world.planned(copyByCluster, INPUT)).rejects.toMatchObject({
      class: 'busy',
      message: expect.stringContaining('n:7') as unknown,
    });
    for (const task of target.tasks) task.left = 0;
    expect(await world.planned(copyByCluster, INPUT)).toHaveLength(1);
  });

  it.each([
    ['the buffer of the target', { type: 'illegal_argument_exception', reason: TOO_LARGE }],
    ['what a node may hold', { type: 'es_rejected_execution_exception', reason: TOO_MUCH }],
  ])('is copied in smaller batches where one does not fit into %s', async (_what, error) => {
    const tooLarge = { error };
    const target = new Target(tooLarge, tooLarge);
    expect(await copy(target, { batch: 100 })).toMatchObject({ outputs: { documents: 10 } });
    expect(target.tasks.map(({ size }) => size)).toEqual([100, 25, 6]);
    const hopeless = new Target(tooLarge);
    await expect(copy(hopeless, { batch: 1 })).rejects.toMatchObject({
      class: 'fatal',
      // Not that a unit which is started over takes smaller ones.
      hint: expect.stringMatching(/^Not even one document fits/),
    });
    expect(hopeless.tasks.length).toBe(1);
  });
});
