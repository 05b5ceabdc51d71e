import { readFileSync } from 'node:fs';
import { compilePlan, createRegistry, type Diagnostic } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { describe, expect, test } from 'vitest';

const SETTINGS = '{"index":{"number_of_shards":"5","number_of_replicas":"0","refresh_interval":"-1"}}';
const MAPPING = '{"_doc":{"properties":{"user":{"type":"keyword"}}}}';
const PLAN = readFileSync(new URL('../../plans/source-operations.yaml', import.meta.url), 'utf8');

describe('a JSON text of a low-level CreateDataTasks', () => {
  test('that a program would write has no problem', () => {
    expect(compile(PLAN)).toEqual([]);
  });

  test.each([
    ['settings', SETTINGS, '{"index":{"number_of_shards":"5","number_of_shards":"1"}}', 'settings gives a key twice'],
    ['mapping', MAPPING, '{"_doc":{"a":1,"\\u0061":2}}', 'mapping gives a key twice'],
    ['settings', SETTINGS, '{"index":nope}', 'settings is not a JSON object'],
    ['mapping', MAPPING, '{"user":{}}', 'the mapping has no entry for the type of the sink'],
  ])('%s: %s → %s', (name, before, after, summary) => {
    expect(PLAN).toContain(before);
    const text = PLAN.replace(before, after);
    const line = text.split('\n').findIndex((written) => written.includes(`${name}: '${after}'`)) + 1;
    expect(line).toBeGreaterThan(0);
    const found = compile(text);
    expect(found.map((problem) => [problem.summary, problem.range?.start.line])).toEqual([[summary, line]]);
    expect(found[0]?.hint).toBeDefined();
  });
});

function compile(text: string): readonly Diagnostic[] {
  const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
  return compilePlan(text, { file: 'plan.yaml', registry, variables: {} }).diagnostics;
}
