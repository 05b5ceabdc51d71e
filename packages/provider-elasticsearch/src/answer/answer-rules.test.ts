import type { HttpResponse, ProviderError } from '@waybill/core';
import { readAnswer } from '@waybill/provider-kit';
import { describe, expect, it } from 'vitest';
import { answerRules } from './answer-rules.ts';

const CALL = { hasEffect: true, secrets: ['hush-hush'], nowMs: 0 };

function answer(
  operation: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): HttpResponse & { operation: string } {
  return { operation, status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function read({ operation, ...response }: ReturnType<typeof answer>) {
  return readAnswer(response, { ...CALL, operation }, answerRules).response;
}

function refusal(of: ReturnType<typeof answer>): ProviderError {
  try {
    read(of);
  } catch (error) {
    return error as ProviderError;
  }
  return expect.unreachable('it was accepted');
}

const error = (type: string, reason: string, status: number) => ({ error: { type, reason, root_cause: [] }, status });

describe('errors', () => {
  it.each([
    ['es_rejected_execution_exception', 429, 'throttled', 'none'],
    ['circuit_breaking_exception', 429, 'throttled', 'none'],
    ['index_not_found_exception', 404, 'not-found', 'none'],
    ['resource_already_exists_exception', 400, 'fatal', 'none'],
    ['security_exception', 401, 'unauthorized', 'none'],
    ['security_exception', 403, 'forbidden', 'none'],
    ['mapper_parsing_exception', 400, 'fatal', 'none'],
    ['process_cluster_event_timeout_exception', 503, 'transient', 'possible'],
    ['master_not_discovered_exception', 503, 'transient', 'possible'],
    ['something_new_exception', 500, 'transient', 'possible'],
  ])('%s with %i is %s', (type, status, errorClass, effect) => {
    expect(refusal(answer('CreateIndex', status, error(type, 'why', status)))).toMatchObject({
      class: errorClass,
      effect,
      vendorCode: type,
      message: `CreateIndex was refused with ${type}: why`,
    });
  });

  it('say what caused them, and no secrets', () => {
    const body = {
      error: { type: 'x', reason: 'all shards failed', caused_by: { reason: 'no hush-hush here' } },
      status: 400,
    };
    expect(refusal(answer('GetIndex', 400, body)).message).toBe(
      'GetIndex was refused with x: all shards failed: no [redacted] here',
    );
  });

  it('can be a sentence', () => {
    const missing = refusal(answer('GetAlias', 404, { error: 'alias [x] missing', status: 404 }));
    expect(missing).toMatchObject({
      class: 'not-found',
      message: 'GetAlias was refused with HTTP_404: alias [x] missing',
    });
  });

  it('inside a success have the status that they say themselves', () => {
    const down = error('exception', 'failure of the node', 503);
    expect(refusal(answer('GetIndex', 200, down))).toMatchObject({ class: 'transient', vendorCode: 'exception' });
    expect(refusal(answer('CreateIndex', 200, down))).toMatchObject({ class: 'transient', effect: 'possible' });
    expect(refusal(answer('GetIndex', 200, error('x', 'why', 400)))).toMatchObject({ class: 'fatal' });
  });

  it('of a full disk pass, those of a block that somebody has set do not', () => {
    const full = 'index [a] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];';
    expect(refusal(answer('Reindex', 403, error('cluster_block_exception', full, 403)))).toMatchObject({
      class: 'busy',
    });
    expect(refusal(answer('Reindex', 429, error('cluster_block_exception', full, 429)))).toMatchObject({
      class: 'busy',
    });
    const set = 'index [a] blocked by: [FORBIDDEN/8/index write (api)];';
    expect(refusal(answer('Reindex', 403, error('cluster_block_exception', set, 403)))).toMatchObject({
      class: 'fatal',
    });
    const starting = 'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];';
    expect(refusal(answer('Reindex', 503, error('cluster_block_exception', starting, 503)))).toMatchObject({
      class: 'transient',
    });
  });

  it('without a word of the cluster leave the effect open', () => {
    expect(refusal(answer('CreateIndex', 502, '<html>'))).toMatchObject({ class: 'transient', effect: 'possible' });
    expect(refusal(answer('CreateIndex', 200, ''))).toMatchObject({ class: 'transient', effect: 'possible' });
    const retry = refusal(answer('CreateIndex', 429, '', { 'retry-after': '7' }));
    expect(retry).toMatchObject({ class: 'throttled', retryAfterMs: 7_000 });
  });
});

describe('successes', () => {
  it('with shards that failed are none', () => {
    const body = {
      count: 3,
      _shards: { total: 2, successful: 1, failed: 1, failures: [{ reason: { reason: 'closed' } }] },
    };
    expect(refusal(answer('CountDocuments', 200, body))).toMatchObject({
      class: 'transient',
      vendorCode: 'SHARDS_FAILED',
    });
    expect(
      read(answer('CountDocuments', 200, { ...body, _shards: { total: 2, successful: 2, failed: 0 } })),
    ).toMatchObject({ count: 3 });
  });

  it('of a block that is not there is none', () => {
    const body = { acknowledged: true, indices: [{ name: 'a', blocked: false }] };
    expect(refusal(answer('AddIndexBlock', 200, body))).toMatchObject({ vendorCode: 'NOT_BLOCKED' });
    const blocked = { acknowledged: true, indices: [{ name: 'a', blocked: true }] };
    expect(read(answer('AddIndexBlock', 200, blocked))).toMatchObject({ acknowledged: true });
  });

  it('with aliases that were accepted and not changed are none', () => {
    const results = [{ status: 404, error: { reason: 'aliases [x] missing' } }];
    const body = { acknowledged: true, errors: true, action_results: results };
    expect(refusal(answer('UpdateAliases', 200, body)).message).toContain('aliases [x] missing');
    expect(read(answer('UpdateAliases', 200, { acknowledged: true }))).toEqual({ acknowledged: true });
  });

  it('with aliases that were not there to be removed say so, unless something else is wrong as well', () => {
    const missing = { status: 404, error: { type: 'aliases_not_found_exception', reason: 'aliases [x] missing' } };
    const other = { status: 400, error: { type: 'illegal_argument_exception', reason: 'no' } };
    const found = (...results: readonly object[]) =>
      refusal(
        answer('UpdateAliases', 200, {
          acknowledged: true,
          errors: true,
          action_results: [{ status: 200 }, ...results],
        }),
      );
    expect(found(missing)).toMatchObject({ class: 'not-found', vendorCode: 'aliases_not_found_exception' });
    expect(found(missing, other)).toMatchObject({ class: 'fatal', vendorCode: 'ALIAS_ACTION_FAILED' });
  });

  it.each([
    ['ListIndices', {}],
    ['GetIndex', {}],
    ['ShowNodes', { nodes: null }],
    ['CountDocuments', {}],
    ['Reindex', {}],
    ['GetTask', { completed: true }],
    ['ListTasks', {}],
    ['FindTaskResults', { hits: {} }],
  ])('%s without what it is asked for is no answer', (operation, body) => {
    expect(refusal(answer(operation, 200, body))).toMatchObject({ class: 'transient' });
  });

  it('can have a status of their own', () => {
    expect(read(answer('ShowIndexHealth', 408, { status: 'yellow', timed_out: true }))).toMatchObject({
      status: 'yellow',
    });
    const probe = { total: 1, created: 0, failures: [{ cause: { reason: 'pipeline with id [x] does not exist' } }] };
    expect(read(answer('TryReindex', 400, probe))).toMatchObject({ total: 1 });
    expect(
      refusal(answer('TryReindex', 400, error('illegal_argument_exception', 'not whitelisted', 400))),
    ).toMatchObject({ class: 'fatal' });
  });

  it.each([
    ['illegal_argument_exception', '[h:9200] not whitelisted in reindex.remote.whitelist', 400],
    ['illegal_argument_exception', '[h:9200] not allowlisted in reindex.remote.allowlist', 400],
    ['connect_exception', 'Connection refused', 500],
    ['s_s_l_handshake_exception', 'PKIX path building failed', 500],
    ['exception', 'Error parsing the response, remote is likely not an Elasticsearch instance', 500],
    ['status_exception', 'body={"error":"security_exception"}', 403],
  ])('%s: %s, says that the source cannot be reached', (type, reason, status) => {
    expect(refusal(answer('TryReindex', status, error(type, reason, status)))).toMatchObject({ class: 'not-found' });
  });

  it('of the target’s own are none of the source', () => {
    expect(refusal(answer('TryReindex', 403, error('security_exception', 'x', 403)))).toMatchObject({
      class: 'forbidden',
    });
    expect(refusal(answer('TryReindex', 429, error('circuit_breaking_exception', 'x', 429)))).toMatchObject({
      class: 'throttled',
    });
  });

  it('of a cluster that does not say what its users may do are judged', () => {
    const unknown = { error: 'no handler found for uri [/_security/user/_has_privileges] and method [POST]' };
    expect(refusal(answer('HasPrivileges', 400, unknown))).toMatchObject({ class: 'not-found' });
    const name = error('invalid_index_name_exception', 'Invalid index name [_security]', 400);
    expect(refusal(answer('HasPrivileges', 400, name))).toMatchObject({ class: 'not-found' });
    // A proxy that lets the call not pass.
    for (const status of [403, 404, 405])
      expect(refusal(answer('HasPrivileges', status, '<html>'))).toMatchObject({ class: 'not-found' });
    expect(refusal(answer('HasPrivileges', 401, '<html>'))).toMatchObject({ class: 'unauthorized' });
    expect(refusal(answer('HasPrivileges', 503, '<html>'))).toMatchObject({ class: 'transient' });
  });

  it('that keep a user from what is beside indices are judged, and end nothing', () => {
    for (const operation of ['ShowClusterState', 'ShowClusterSettings', 'ListAllocation'])
      expect(refusal(answer(operation, 403, error('security_exception', 'x', 403)))).toMatchObject({
        class: 'not-found',
      });
  });
});
