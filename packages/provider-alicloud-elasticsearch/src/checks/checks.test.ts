import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { checks } from './checks.ts';

const INSTANCE = 'es-cn-n6w1o1x0w001c';

describe('instance-ready', () => {
  test.each([
    [{ status: 'active', esVersion: '6.7.0_with_X-Pack' }, 'passed'],
    [{ status: 'active', esVersion: '6.3.2_with_X-Pack' }, 'passed'],
    [{ status: 'active', esVersion: '6.3.2' }, 'passed'],
    [{ status: 'active', esVersion: '7.10.0_with_X-Pack' }, 'failed'],
    [{ status: 'active', esVersion: '6.7.01_with_X-Pack' }, 'failed'],
    [{ status: 'active' }, 'failed'],
    [{ status: 'activating', esVersion: '6.7.0' }, 'not-yet'],
    [{ status: 'inactive', esVersion: '6.7.0' }, 'failed'],
    [{ status: 'invalid', esVersion: '6.7.0' }, 'failed'],
    [{ status: 'a new word', esVersion: '6.7.0' }, 'not-yet'],
    [{}, 'not-yet'],
  ])('%o: %s', (Result, kind) => {
    expect(judge('instance-ready', { Result }, { InstanceId: INSTANCE }).kind).toBe(kind);
  });

  test('an unsupported version names the supported ones', () => {
    const finding = judge(
      'instance-ready',
      { Result: { status: 'active', esVersion: '7.4.0' } },
      { InstanceId: INSTANCE },
    );
    expect(finding).toMatchObject({ detail: expect.stringContaining('6.3.2 and 6.7.0') as unknown });
  });

  test.each([
    [{ networkConfig: { vsArea: 'cn-shanghai-b' } }, 'cn-shanghai-b'],
    [{ networkConfig: { vsArea: 'cn-beijing-b' }, zoneInfos: [{ zoneId: 'cn-hangzhou-b' }] }, 'cn-hangzhou-b'],
  ])('warns about another region: %o', (where, zone) => {
    const response = { Result: { status: 'active', esVersion: '6.7.0', ...where } };
    expect(judge('instance-ready', response, { InstanceId: INSTANCE })).toEqual({
      kind: 'warning',
      detail: `Instance ${INSTANCE} is active, version 6.7.0, but its zone ${zone} is not in cn-beijing, the only region for which data tasks are documented.`,
      hint: 'Try with one small index first.',
    });
  });

  test('an instance that does not exist', () => {
    const finding = checks['instance-ready']?.judgeNotFound?.({ InstanceId: INSTANCE }, {});
    expect(finding).toMatchObject({ kind: 'failed', detail: expect.stringContaining(INSTANCE) as unknown });
  });
});

describe('source-index-present', () => {
  const args = { index: 'old' };

  test.each<[string, JsonObject, CheckFinding['kind']]>([
    ['listed', { connectable: true, metaInfo: { indices: ['old', 'x'] } }, 'passed'],
    ['described', { connectable: true, metaInfo: { mapping: '{"products":{}}' } }, 'passed'],
    ['of the type', { connectable: true, metaInfo: { indices: ['old'], typeName: ['products'] } }, 'passed'],
    ['of another type', { connectable: true, metaInfo: { indices: ['old'], typeName: ['_doc'] } }, 'failed'],
    ['of another type by its mapping', { connectable: true, metaInfo: { mapping: '{"_doc":{}}' } }, 'failed'],
    ['not listed', { connectable: true, metaInfo: { indices: ['x'] } }, 'failed'],
    ['not described', { connectable: true, metaInfo: { mapping: '{}' } }, 'failed'],
    ['unreadable mapping', { connectable: true, metaInfo: { mapping: '{' } }, 'failed'],
    ['nothing said', { connectable: true }, 'failed'],
    ['not connectable', { connectable: false, metaInfo: { indices: ['old'] } }, 'failed'],
    ['connectable unsaid', { metaInfo: { indices: ['old'] } }, 'failed'],
  ])('%s', (_name, Result, kind) => {
    expect(judge('source-index-present', { Result }, args, { type: 'products' }).kind).toBe(kind);
  });
});

describe('sink-index-absent', () => {
  const args = { instanceId: INSTANCE };

  test.each<[string, Json, CheckFinding['kind']]>([
    ['not listed', { connectable: true, metaInfo: { indices: ['x'] } }, 'passed'],
    ['an empty cluster', { connectable: true, metaInfo: { indices: null } }, 'passed'],
    ['listed', { connectable: true, metaInfo: { indices: ['x', 'new'] } }, 'failed'],
    ['not connectable', { connectable: false }, 'failed'],
    ['nothing said', null, 'failed'],
  ])('%s', (_name, Result, kind) => {
    expect(judge('sink-index-absent', { Result }, args, { index: 'new' }).kind).toBe(kind);
  });
});

describe('sink-index-present', () => {
  const args = { index: 'new' };

  test.each<[string, JsonObject, CheckFinding['kind']]>([
    ['with its type', { connectable: true, metaInfo: { indices: ['new'], mapping: '{"_doc":{}}' } }, 'passed'],
    ['without a word on types', { connectable: true, metaInfo: { indices: ['new'] } }, 'passed'],
    ['with another type', { connectable: true, metaInfo: { indices: ['new'], mapping: '{"x":{}}' } }, 'failed'],
    ['not there', { connectable: true, metaInfo: { indices: [] } }, 'failed'],
    ['not connectable', { connectable: false }, 'failed'],
  ])('%s', (_name, Result, kind) => {
    expect(judge('sink-index-present', { Result }, args, { type: '_doc' }).kind).toBe(kind);
  });
});

test('every failed finding says what to do', () => {
  for (const name of Object.keys(checks)) {
    const finding = judge(name, { Result: { connectable: false, status: 'invalid' } }, { InstanceId: INSTANCE });
    expect(finding.kind === 'failed' && finding.hint.length > 0).toBe(true);
  }
});

function judge(name: string, response: Json, args: JsonObject, expected: JsonObject = {}): CheckFinding {
  return checks[name]?.judge(response, args, expected) ?? expect.unreachable(`no check ${name}`);
}
