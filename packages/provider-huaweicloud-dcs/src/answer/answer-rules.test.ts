import { type HttpResponse, type Json, ProviderError } from '@waybill/core';
import { type AnsweredCall, readAnswer } from '@waybill/provider-kit';
import { describe, expect, it } from 'vitest';
import { dcsAnswers, iamAnswers } from './answer-rules.ts';

describe('an answer', () => {
  it.each([
    ['the service', { error_code: 'DCS.4133', error_msg: 'Instance job is not found.', error_ext_msg: null }],
    ['the older service', { error: { code: 'DCS.4133', message: 'Instance job is not found.', ext_message: null } }],
    ['the gateway', { error_msg: 'Instance job is not found.', error_code: 'DCS.4133', request_id: 'r-1' }],
  ])('reads an error of %s', (_who, body) => {
    const error = failureOf({ status: 400, body: JSON.stringify(body) });
    expect(error).toMatchObject({ vendorCode: 'DCS.4133', class: 'not-found', effect: 'none', httpStatus: 400 });
    expect(error.message).toContain('Instance job is not found.');
  });

  it('prefers the header’s request id to the body’s', () => {
    const body = JSON.stringify({ error_code: 'APIGW.0308', error_msg: 'x', request_id: 'of-body' });
    expect(failureOf({ status: 429, body, headers: { 'x-request-id': 'of-header' } }).requestId).toBe('of-header');
    expect(failureOf({ status: 429, body }).requestId).toBe('of-body');
  });

  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['Thu, 02 Jan 2025 03:04:15 GMT', 10_000],
    ['Thu, 02 Jan 2025 03:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads Retry-After %s', (value, retryAfterMs) => {
    const body = JSON.stringify({ error_code: 'APIGW.0308', error_msg: 'x' });
    const error = failureOf({ status: 429, body, headers: { 'retry-after': value } });
    expect(error).toMatchObject({ class: 'throttled', effect: 'none', retryAfterMs, isRetryable: true });
  });

  it('takes an error inside a success for an error', () => {
    const body = JSON.stringify({ error_code: 'DCS.4080', error_msg: 'verification failed' });
    expect(failureOf({ status: 200, body })).toMatchObject({ class: 'fatal', effect: 'none' });
    const unknown = JSON.stringify({ error_code: 'DCS.9999', error_msg: 'x' });
    expect(failureOf({ status: 200, body: unknown })).toMatchObject({ class: 'fatal', effect: 'possible' });
  });

  it('does not take a task’s own error text for an error of the call', () => {
    const body = { id: 't', status: 'MIGRATING', error: '' };
    expect(read({ status: 200, body: JSON.stringify(body) }, SET)).toEqual(body);
  });

  it.each([500, 502, 503, 504])('leaves open whether a call answered %i had its effect', (status) => {
    expect(failureOf({ status, body: '<html>' })).toMatchObject({
      class: 'transient',
      effect: 'possible',
      isRetryable: false,
    });
    expect(failureOf({ status, body: '' }, READ)).toMatchObject({
      class: 'transient',
      effect: 'none',
      isRetryable: true,
    });
  });

  it.each([302, 400, 404, 405, 413])('takes a page with HTTP %i for no word of the API', (status) => {
    for (const body of ['<html>', '', '{"message":"no route matched"}']) {
      const code = `HTTP.${status}`;
      expect(failureOf({ status, body })).toMatchObject({ vendorCode: code, class: 'transient', effect: 'possible' });
      expect(failureOf({ status, body }, READ)).toMatchObject({
        class: 'transient',
        effect: 'none',
        isRetryable: true,
      });
    }
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [429, 'throttled'],
  ])('takes a page with HTTP %i for what its status says', (status, errorClass) => {
    expect(failureOf({ status, body: '<html>' })).toMatchObject({ class: errorClass, effect: 'none' });
  });

  it.each(['', '<html></html>', '{"instance_id":'])('takes the unreadable success %j for a lost answer', (body) => {
    expect(failureOf({ status: 200, body })).toMatchObject({
      vendorCode: 'UNREADABLE_ANSWER',
      class: 'transient',
      effect: 'possible',
    });
  });

  it.each(['', 'The request is accepted.', '""'])('accepts %j where no body is promised', (body) => {
    const update = { ...EFFECT, operation: 'UpdateMigrationTask' };
    expect(() => read({ status: 200, body }, update)).not.toThrow();
    expect(read({ status: 204, body: '' }, update)).toBeNull();
  });

  it.each([
    ['a known secret', 'password s3cr3t&+ is wrong', 'password [redacted] is wrong'],
    ['an encoded one', 'no such user in /login?q=s3cr3t%26%2B', 'no such user in /login?q=[redacted]'],
    ['a password in JSON', 'refused {"password":"other"}', 'refused {"password":"[redacted]"}'],
    ['a token', 'decrypt token fail: X-Auth-Token=MIIB0', 'decrypt token fail: X-Auth-Token=[redacted]'],
    ['a signature', 'wrong: Signature=0a1b2c', 'wrong: Signature=[redacted]'],
    ['a key', 'secret_key: SK0123456', 'secret_key: [redacted]'],
  ])('shows no secret of a message: %s', (_what, said, shown) => {
    for (const body of [{ error_code: 'DCS.4080', error_msg: said }, { error: { code: 'DCS.4080', message: said } }])
      expect(failureOf({ status: 400, body: JSON.stringify(body) }).message).toContain(`: ${shown} (HTTP 400)`);
  });

  it('shows the beginning of an answer that cannot be read as the cause, without secrets', () => {
    for (const status of [200, 502]) {
      const { cause } = failureOf({ status, body: `<html>s3cr3t&+${'x'.repeat(1_000)}` });
      expect((cause as Error).message).toMatch(/^<html>\[redacted\]x+$/);
      expect((cause as Error).message.length).toBeLessThanOrEqual(512);
      expect(failureOf({ status, body: '' }).cause).toBeUndefined();
    }
  });

  it('of IAM needs JSON, whatever is in it', () => {
    const issue = { ...READ, operation: 'KeystoneCreateUserTokenByPassword' };
    expect(readAnswer(response({ status: 201, body: '{}' }), issue, iamAnswers).response).toEqual({});
    for (const body of ['', '<html>'])
      expect(() => readAnswer(response({ status: 201, body }), issue, iamAnswers)).toThrow(/an unusable body|no body/);
  });

  it('strips the stray blank of a printed code', () => {
    expect(failureOf({ status: 400, body: JSON.stringify({ error_code: 'DCS. 4855' }) }).vendorCode).toBe('DCS.4855');
  });
});

const EFFECT: AnsweredCall = {
  operation: 'CreateOnlineMigrationTask',
  hasEffect: true,
  secrets: ['s3cr3t&+'],
  nowMs: Date.UTC(2025, 0, 2, 3, 4, 5),
};
const SET: AnsweredCall = { ...EFFECT, operation: 'SetOnlineMigrationTask' };
const READ: AnsweredCall = { ...EFFECT, operation: 'ListMigrationTask', hasEffect: false };

function response(partial: Partial<HttpResponse>): HttpResponse {
  return { status: 200, headers: {}, body: '', ...partial };
}

function read(partial: Partial<HttpResponse>, call: AnsweredCall): Json {
  return readAnswer(response(partial), call, dcsAnswers).response;
}

function failureOf(partial: Partial<HttpResponse>, call: AnsweredCall = EFFECT): ProviderError {
  try {
    read(partial, call);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  throw new Error('the answer was accepted');
}
