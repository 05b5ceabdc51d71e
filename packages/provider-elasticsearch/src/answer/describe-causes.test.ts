import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { describeCauses } from './describe-causes.ts';

/** As Elasticsearch 7.10 hands on what a source of 6.7 has answered. */
function handedOn(said: JsonObject, status: number): JsonObject {
  const text = JSON.stringify({ error: said, status });
  return {
    type: 'status_exception',
    reason: `body=${text}`,
    caused_by: {
      type: 'response_exception',
      reason: `method [POST], host [http://10.0.0.1:9200], URI [/a/_search], status line [HTTP/1.1 ${status} No]\n${text}`,
    },
  };
}

describe('the causes of an error', () => {
  it('are all named, and none twice', () => {
    expect(describeCauses({ type: 'x', reason: 'a', caused_by: { reason: 'b', caused_by: { reason: 'a' } } })).toBe(
      'a: b',
    );
  });

  it('are those of the source where the target hands its answer on', () => {
    const missing = { type: 'search_context_missing_exception', reason: 'No search context found for id [4]' };
    const said = {
      root_cause: [missing, missing],
      type: 'search_phase_execution_exception',
      reason: 'all shards failed',
      failed_shards: [{ shard: -1, reason: missing }],
      caused_by: missing,
    };
    expect(describeCauses(handedOn(said, 404))).toBe(
      'the source answered search_phase_execution_exception: all shards failed: search_context_missing_exception: No search context found for id [4]',
    );
    const blocked = { type: 'cluster_block_exception', reason: 'blocked by: [FORBIDDEN/7/index read (api)];' };
    expect(describeCauses(handedOn({ ...blocked, root_cause: [blocked] }, 403))).toBe(
      'the source answered cluster_block_exception: blocked by: [FORBIDDEN/7/index read (api)];',
    );
  });

  it.each([
    ['body={"error":"no handler found"}', 'the source answered no handler found'],
    ['body={"error":{"type":"security_exception"}}', 'the source answered security_exception'],
    ['body={"error":', 'body={"error":'],
    ['body=<html>', 'body=<html>'],
    ['body={}', 'body={}'],
  ])('are what they are where no answer can be read: %s', (reason, expected) => {
    expect(describeCauses({ type: 'status_exception', reason })).toBe(expected);
  });
});
