import { type HttpResponse, ProviderError } from '@waybill/core';
import { type AnsweredCall, readAnswer } from '@waybill/provider-kit';
import { describe, expect, test } from 'vitest';
import { answerRules } from './answer-rules.ts';
import { ERROR_RULES, findErrorRule } from './error-rules.ts';

describe('an answer that succeeded', () => {
  test('keeps unknown fields and the request id', () => {
    const body = { RequestId: 'r-1', Result: [{ taskId: 't', new: 1 }], More: true };
    expect(readAnswer(answer(200, body), context(), answerRules)).toEqual({ response: body, requestId: 'r-1' });
  });

  test('takes the request id from the header when the body has none', () => {
    const response = answer(200, { Result: true }, { 'x-acs-request-id': 'r-2' });
    expect(readAnswer(response, context(), answerRules)).toEqual({ response: { Result: true }, requestId: 'r-2' });
  });

  test.each([{ Result: null }, {}, { Result: false }])('%o is no error', (body) => {
    expect(readAnswer(answer(200, body), context(), answerRules)).toEqual({ response: body });
  });

  test('a code beside a result is no error', () => {
    const body = { Code: 'OK', Result: {} };
    expect(readAnswer(answer(200, body), context(), answerRules)).toEqual({ response: body });
  });
});

/** Code, HTTP status, class, effect of an operation that has one. */
const CLASSIFIED: readonly (readonly [string, number, string, 'none' | 'possible'])[] = [
  ['Throttling', 400, 'throttled', 'none'],
  ['Throttling.User', 400, 'throttled', 'none'],
  ['Throttling.Api', 429, 'throttled', 'none'],
  ['Throttling.User', 503, 'throttled', 'none'],
  ['AnythingElse', 429, 'throttled', 'none'],
  ['InstanceActivating', 400, 'busy', 'none'],
  ['InstanceStatusNotSupportCurrentAction', 400, 'busy', 'none'],
  ['ConcurrencyUpdateInstanceConflict', 409, 'busy', 'none'],
  ['InstanceDuplicateScheduledTask', 400, 'busy', 'none'],
  ['InvalidApi.NotFound', 404, 'withdrawn', 'none'],
  ['InvalidAction.NotFound', 404, 'withdrawn', 'none'],
  ['SignatureNonceUsed', 400, 'transient', 'none'],
  ['InvalidTimeStamp.Expired', 400, 'transient', 'none'],
  ['InvalidTimeStamp.Format', 400, 'fatal', 'none'],
  ['InvalidAccessKeyId.NotFound', 404, 'unauthorized', 'none'],
  ['InvalidAccessKeyId.Inactive', 400, 'unauthorized', 'none'],
  ['InvalidSecurityToken.Expired', 400, 'unauthorized', 'none'],
  ['MissingSecurityToken', 400, 'unauthorized', 'none'],
  ['SignatureDoesNotMatch', 400, 'unauthorized', 'none'],
  ['Forbidden.RAM', 403, 'forbidden', 'none'],
  ['NoPermission', 403, 'forbidden', 'none'],
  ['AnythingElse', 401, 'unauthorized', 'none'],
  ['AnythingElse', 403, 'forbidden', 'none'],
  ['InstanceNotFound', 400, 'not-found', 'none'],
  ['InstanceNotFound', 404, 'not-found', 'none'],
  ['AccessEsPermissionError', 400, 'fatal', 'none'],
  ['SinkTypenameNotMatchMappings', 400, 'fatal', 'none'],
  ['IdempotentParameterMismatch', 400, 'fatal', 'none'],
  ['MissingParameter', 400, 'fatal', 'none'],
  ['AnythingElse', 404, 'fatal', 'none'],
  ['InternalError', 500, 'transient', 'possible'],
  ['InternalServerError', 500, 'transient', 'possible'],
  ['ServiceUnavailable', 503, 'transient', 'possible'],
  ['AnythingElse', 502, 'transient', 'possible'],
  // An error envelope inside a success: only a code that is known tells that nothing happened.
  ['InstanceActivating', 200, 'busy', 'none'],
  ['Throttling.User', 200, 'throttled', 'none'],
  ['InternalError', 200, 'transient', 'possible'],
  ['AnythingElse', 200, 'fatal', 'possible'],
];

describe('an error is classified by its code', () => {
  test.each(CLASSIFIED)('%s with HTTP %i is %s, effect %s', (code, status, errorClass, effect) => {
    const response = answer(status, { Code: code, Message: 'why', RequestId: 'r-1' });
    const fields = {
      vendorCode: code,
      class: errorClass,
      httpStatus: status,
      requestId: 'r-1',
      operation: 'CreateDataTasks',
    };
    expect(refusal(response, context())).toMatchObject({ ...fields, effect });
    expect(refusal(response, context({ hasEffect: false }))).toMatchObject({ ...fields, effect: 'none' });
  });

  test('every rule has a row', () => {
    const used = new Set(CLASSIFIED.map(([code]) => findErrorRule(code)));
    expect(ERROR_RULES.filter((rule) => !used.has(rule))).toEqual([]);
  });

  test('keys in lower case are read too', () => {
    const body = { code: 'Throttling', message: 'slow', requestId: 'r-9' };
    expect(refusal(answer(400, body), context())).toMatchObject({ vendorCode: 'Throttling', requestId: 'r-9' });
  });

  test.each([500, 400, 404])('HTTP %i without a code is nothing that the API said', (status) => {
    const unread = { vendorCode: 'UNREADABLE_ANSWER', class: 'transient' };
    for (const body of [{}, { message: 'no route matched' }]) {
      expect(refusal(answer(status, body), context())).toMatchObject({ ...unread, effect: 'possible' });
      const read = refusal(answer(status, body), context({ hasEffect: false }));
      expect(read).toMatchObject({ ...unread, effect: 'none', isRetryable: true });
      expect(read.message).toContain(`HTTP ${status}`);
    }
  });

  test('a missing permission is named', () => {
    const body = { Code: 'Forbidden.RAM', AccessDeniedDetail: { AuthAction: 'elasticsearch:CreateDataTasks' } };
    expect(refusal(answer(403, body), context()).hint).toContain('elasticsearch:CreateDataTasks');
  });

  test('a withdrawn create points to what works instead', () => {
    const error = refusal(answer(404, { Code: 'InvalidApi.NotFound', Message: 'not found' }), context());
    expect(error.message).toBe('Alibaba Cloud has withdrawn CreateDataTasks: the API answers InvalidApi.NotFound.');
    for (const way of ['`_reindex` from remote', 'Logstash', 'OSS']) expect(error.hint).toContain(way);
  });
});

describe('how long to wait', () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{ 'x-acs-retry-after': '1500' }, 1_500],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'x-acs-retry-after': '100', 'retry-after': '2' }, 100],
    [{ 'retry-after': 'Thu, 15 Jan 2026 08:00:00 GMT' }, 10_000],
    [{ 'retry-after': 'Thu, 15 Jan 2026 07:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-acs-retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('%o', (headers, expected) => {
    const error = refusal(answer(400, { Code: 'Throttling' }, headers), context());
    expect(error.retryAfterMs).toBe(expected);
  });

  test('a wait makes any unknown error a rate limit, but a server fault still leaves the effect open', () => {
    const headers = { 'x-acs-retry-after': '10' };
    expect(refusal(answer(400, { Code: 'Other' }, headers), context())).toMatchObject({
      class: 'throttled',
      effect: 'none',
    });
    expect(refusal(answer(503, { Code: 'Other' }, headers), context())).toMatchObject({
      class: 'throttled',
      effect: 'possible',
    });
  });

  test('a zero wait marks nothing', () => {
    expect(refusal(answer(400, { Code: 'Other' }, { 'x-acs-retry-after': '0' }), context()).class).toBe('fatal');
  });

  test('a message about the rate limit counts too', () => {
    const body = { Code: 'Other', Message: 'QPS Limit Exceeded' };
    expect(refusal(answer(400, body), context()).class).toBe('throttled');
  });
});

describe('an answer that cannot be read', () => {
  test.each([
    [200, ''],
    [200, '<html>login</html>'],
    [200, '{"Result":[{"sourceCluster"'],
    [200, '[]'],
    [200, '"text"'],
    [204, ''],
  ])('HTTP %i %s after an effect: it may have happened', (status, body) => {
    const error = refusal(raw(status, body), context());
    expect(error).toMatchObject({
      class: 'transient',
      effect: 'possible',
      vendorCode: 'UNREADABLE_ANSWER',
      httpStatus: status,
    });
    expect(refusal(raw(status, body), context({ hasEffect: false }))).toMatchObject({
      class: 'transient',
      effect: 'none',
    });
  });

  test.each([
    [502, 'transient'],
    [403, 'forbidden'],
    [429, 'throttled'],
    [401, 'unauthorized'],
    [400, 'transient'],
    [404, 'transient'],
    [413, 'transient'],
    [302, 'transient'],
  ])('a page with HTTP %i is %s, and the effect stays open', (status, errorClass) => {
    expect(refusal(raw(status, '<html>'), context())).toMatchObject({ class: errorClass, effect: 'possible' });
    const read = context({ operation: 'ListDataTasks', hasEffect: false });
    expect(refusal(raw(status, '<html>'), read)).toMatchObject({ class: errorClass, effect: 'none' });
  });

  test.each([
    ['ListDataTasks', [null, 'unexpected', {}]],
    ['DescribeInstance', [null, 'unexpected', []]],
    ['GetClusterDataInformation', [null, true, []]],
  ])('%s without its result', (operation, results) => {
    for (const Result of results) {
      const error = refusal(answer(200, { Result }), context({ operation, hasEffect: false }));
      expect(error).toMatchObject({ class: 'transient', effect: 'none', vendorCode: 'UNREADABLE_ANSWER' });
    }
    expect(refusal(answer(200, {}), context({ operation, hasEffect: false })).class).toBe('transient');
  });

  test('its beginning is the cause, at most 512 bytes', () => {
    const error = refusal(raw(502, `<html>${'é'.repeat(1_000)}`), context());
    const { message } = error.cause as Error;
    expect(message.startsWith('<html>é')).toBe(true);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(512);
    expect(error.message).toBe('CreateDataTasks was answered with HTTP 502 and an unusable body.');
  });
});

describe('passwords stay out of errors', () => {
  const secrets = ['s3cr3t&+', 'p"ss'];

  test.each([
    '{"Result":[{"sourceCluster":{"password":"s3cr3t&+","x":1},"sinkCluster":{"password" : "other"',
    '{"password":"s3cr3t&',
    '{"password":"a\\',
    'user elastic, password s3cr3t&+ is wrong',
  ])('%s', (body) => {
    const { message } = refusal(raw(200, body), context({ secrets })).cause as Error;
    expect(message).toContain('[redacted]');
    expect(message).not.toMatch(/s3cr3t|other|a\\/);
  });

  test('in the vendor’s message', () => {
    const error = refusal(answer(400, { Code: 'Bad', Message: 'password s3cr3t&+ refused' }), context({ secrets }));
    expect(error.message).toBe('CreateDataTasks was refused with Bad: password [redacted] refused');
  });
});

const NOW = Date.parse('2026-01-15T07:59:50Z');

function context(change: Partial<AnsweredCall> = {}): AnsweredCall {
  return { operation: 'CreateDataTasks', hasEffect: true, secrets: [], nowMs: NOW, ...change };
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: JSON.stringify(body) };
}

function raw(status: number, body: string): HttpResponse {
  return { status, headers: {}, body };
}

function refusal(response: HttpResponse, asked: AnsweredCall): ProviderError {
  try {
    readAnswer(response, asked, answerRules);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  return expect.unreachable('the answer was accepted');
}
