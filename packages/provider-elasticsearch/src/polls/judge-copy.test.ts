import { expect, it } from 'vitest';
import { judgeCopy } from './judge-copy.ts';
import { observeEnded, observeRunning } from './observe-copy.ts';

const STATUS = { total: 200, created: 40, updated: 5, deleted: 0, noops: 0, version_conflicts: 5, batches: 2 };
const NOW = { nowMs: 60_000, heldSinceMs: undefined };
const ALL = { ...STATUS, created: 190 };
const ended = (fields: object) =>
  judgeCopy(observeEnded({ completed: true, task: { status: STATUS }, ...fields }), NOW);

it('shows how far a copy is', () => {
  expect(judgeCopy(observeRunning({ status: STATUS }), NOW)).toEqual({
    kind: 'pending',
    status: '50 of 200 documents',
    progress: 0.25,
    work: { of: 'documents', done: 50, total: 200 },
  });
  const timed = { status: STATUS, running_time_in_nanos: 9_000_000_000 };
  expect(judgeCopy(observeRunning(timed), NOW)).toMatchObject({ progress: 0.25, restMs: 27_100 });
  const done = { ...timed, status: { ...STATUS, created: 190 } };
  expect(judgeCopy(observeRunning(done), NOW)).toMatchObject({ progress: 1, restMs: 100 });
  const sleeping = { ...done, status: { ...done.status, throttled_until_millis: 200_000 } };
  expect(judgeCopy(observeRunning(sleeping), NOW)).toMatchObject({ progress: 1, restMs: 200_100 });
  expect(judgeCopy(observeRunning({ ...timed, status: { total: 200 } }), NOW)).not.toHaveProperty('restMs');
  // Before the first batch nobody knows how many there are.
  expect(judgeCopy(observeRunning({ status: { total: 0 } }), NOW)).toEqual({
    kind: 'pending',
    status: '0 of 0 documents',
  });
});

it('tells four ends apart, which all are an HTTP success', () => {
  expect(ended({ response: ALL })).toMatchObject({ kind: 'reached', outputs: { total: 200, created: 190 } });
  const failure = {
    id: 'a',
    cause: {
      type: 'mapper_parsing_exception',
      reason: 'failed to parse [n]',
      caused_by: { reason: 'For input string: "x"' },
    },
  };
  expect(ended({ response: { ...STATUS, failures: [failure] } })).toMatchObject({
    kind: 'failed',
    // Neither the value nor the sentence that quotes it.
    reason: '1 document was refused: mapper_parsing_exception (a).',
    hint: expect.stringContaining('dest.mappings') as unknown,
  });
  expect(ended({ response: { ...STATUS, canceled: 'by user request' } })).toMatchObject({
    kind: 'failed',
    status: 'canceled',
    reason: expect.stringContaining('canceled in the cluster, by an operator') as unknown,
  });
  // 7.17 and OpenSearch 2: canceled during the first search.
  const searching = { ...STATUS, total: 0, canceled: 'by user request' };
  const error = { type: 'search_phase_execution_exception', reason: 'all shards failed' };
  expect(ended({ task: { status: searching }, error })).toMatchObject({
    kind: 'failed',
    status: 'canceled',
    reason: expect.stringContaining('canceled in the cluster, by an operator') as unknown,
  });
  expect(
    ended({
      error: {
        type: 'illegal_argument_exception',
        reason: '[10.0.0.1:9200] not whitelisted in reindex.remote.whitelist',
      },
    }),
  ).toMatchObject({
    kind: 'failed',
    hint: expect.stringContaining('reindex.remote.whitelist') as unknown,
  });
});

it.each([
  ['illegal_argument_exception', 'Remote responded with a chunk that was too large. Use a smaller batch size.'],
  [
    'es_rejected_execution_exception',
    'rejected execution of coordinating operation [all_bytes=0, coordinating_operation_bytes=62402198]',
  ],
  ['circuit_breaking_exception', '[parent] Data too large, data for [indices:data/write/bulk[s]] would be [9]'],
])('says what helps against a batch that is too large: %s', (type, reason) => {
  expect(ended({ error: { type, reason } })).toMatchObject({
    hint: expect.stringContaining('smaller batch') as unknown,
  });
});

it.each([
  ['search_context_missing_exception', 'No search context found for id [4]', /deleted or closed/],
  ['cluster_block_exception', 'blocked by: [FORBIDDEN/7/index read (api)];', /index\.blocks/],
])('says what helps against a source that answers %s', (type, reason, hint) => {
  const said = JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status: 404 });
  expect(ended({ error: { type: 'status_exception', reason: `body=${said}` } })).toMatchObject({
    reason: expect.stringContaining(`the source answered ${type}: ${reason}`) as unknown,
    hint: expect.stringMatching(hint) as unknown,
  });
});

it('names the first documents that were refused, and keeps them for those who ask later', () => {
  const cause = { type: 'mapper_parsing_exception', reason: 'failed to parse field [n] of type [long]' };
  const failures = Array.from({ length: 23 }, (_, at) => ({ id: `d${at} (x)`, cause }));
  const verdict = ended({ response: { ...STATUS, failures } });
  if (verdict.kind !== 'failed') throw new Error('documents were refused');
  expect(verdict.reason).toMatch(
    /^23 documents were refused: mapper_parsing_exception: field n \(d0 \(x\), .*, and 3 more\.$/,
  );
  expect(verdict.outputs?.['omitted']).toMatchObject({ count: 23, named: { length: 20 } });
  const first = { what: 'refused', id: 'd0 (x)', details: { reason: 'mapper_parsing_exception: field n' } };
  expect(verdict.outputs).toMatchObject({ omitted: { named: expect.arrayContaining([first]) as unknown } });
  expect(ended({ response: { ...STATUS, canceled: 'by user request' } })).not.toHaveProperty('outputs');
});

it('takes a shard that is on no node for no refused document', () => {
  const cause = { type: 'unavailable_shards_exception', reason: '[b][0] primary shard is not active Timeout: [1m]' };
  const verdict = ended({ response: { ...STATUS, failures: [{ id: 'a', cause }] } });
  expect(verdict).toMatchObject({
    kind: 'failed',
    reason: 'the copy could not be written: unavailable_shards_exception.',
    hint: expect.stringContaining('_cluster/allocation/explain') as unknown,
  });
  expect(verdict).not.toHaveProperty('outputs');
});

it('says which block refuses the documents', () => {
  const cause = { type: 'cluster_block_exception', reason: 'blocked by: [FORBIDDEN/8/index write (api)];' };
  expect(ended({ response: { ...STATUS, failures: [{ id: 'a', cause }] } })).toMatchObject({
    reason: '1 document was refused: cluster_block_exception: blocked by: [FORBIDDEN/8/index write (api)] (a).',
    hint: expect.stringContaining('index.blocks') as unknown,
  });
});

it('fails for good when the cluster has not known the copy for a while', () => {
  for (const seen of [undefined, { state: 'lost' }]) {
    expect(judgeCopy(seen, NOW)).toMatchObject({ kind: 'pending', holds: true });
    expect(judgeCopy(seen, { nowMs: 60_000, heldSinceMs: 50_000 })).toMatchObject({ kind: 'pending' });
    expect(judgeCopy(seen, { nowMs: 60_000, heldSinceMs: 45_000 })).toMatchObject({
      kind: 'failed',
      status: 'lost',
      isFinal: true,
    });
  }
});

it('is no success when documents are left, or the source did not answer', () => {
  expect(ended({ response: STATUS })).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('before all') as unknown,
  });
  expect(ended({ response: { ...ALL, timed_out: true } })).toMatchObject({ kind: 'failed' });
  const shard = { shard: 0, node: 'n', reason: { type: 'x', reason: 'disk' } };
  expect(ended({ response: { ...ALL, failures: [shard] } })).toMatchObject({
    reason: 'the source could not be read: disk.',
  });
});

it('says which side was lost, and what to do once it is back', () => {
  expect(ended({ error: { type: 'connect_exception', reason: 'Connection refused' } })).toMatchObject({
    reason: 'the source could not be read: Connection refused.',
    hint: expect.stringMatching(/^What it had copied stays\. To copy the rest, start the unit over/) as unknown,
  });
  expect(ended({ error: { type: 'x', reason: 'something else' } })).toMatchObject({
    reason: 'something else.',
    hint: expect.stringContaining('start the unit over') as unknown,
  });
});
