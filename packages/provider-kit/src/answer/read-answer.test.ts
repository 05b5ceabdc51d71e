import { type HttpResponse, ProviderError } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectOf, textOf } from './json-fields.ts';
import { type AnsweredCall, type AnswerRules, isSuccess, type Refusal, readAnswer } from './read-answer.ts';

const CALL: AnsweredCall = { operation: 'Create', hasEffect: true, secrets: ['hunter2+more'], nowMs: 0 };

/** A vendor that puts `code` and `why` into its errors and `data` into its successes. */
const RULES: AnswerRules = {
  findRefusal: ({ response, body }) => {
    const { code, why } = objectOf(body);
    if (code === undefined && isSuccess(response)) return undefined;
    return refusal({ code: textOf(code) ?? 'NONE', said: textOf(why) });
  },
  isComplete: ({ body }) => objectOf(body)['data'] !== undefined,
  requestIdOf: ({ response }) => response.headers['x-id'],
};

describe('a success', () => {
  test('is the body with the id of the exchange', () => {
    const response = answer(200, { data: [], more: 1 }, { 'x-id': 'r-1' });
    expect(readAnswer(response, CALL, RULES)).toEqual({ response: { data: [], more: 1 }, requestId: 'r-1' });
    expect(readAnswer(answer(200, { data: 1 }), CALL, RULES)).not.toHaveProperty('requestId');
  });

  test('without a body is null where none is needed', () => {
    const none = { status: 204, headers: {}, body: '' };
    expect(readAnswer(none, CALL, { ...RULES, isComplete: () => true })).toEqual({ response: null });
  });

  test.each(['', '<html>', '{"data":', '{}', '[]', 'null'])('that cannot be used is a lost answer: %j', (body) => {
    const response = { status: 200, headers: { 'x-id': 'r-2' }, body };
    const lost = { vendorCode: 'UNREADABLE_ANSWER', class: 'transient', httpStatus: 200, requestId: 'r-2' };
    expect(failure(response, CALL)).toMatchObject({ ...lost, effect: 'possible', isRetryable: false });
    const read = failure(response, { ...CALL, hasEffect: false });
    expect(read).toMatchObject({ ...lost, effect: 'none', isRetryable: true });
    expect(read.message).toContain(body === '' ? 'HTTP 200 and no body' : 'HTTP 200 and an unusable body');
  });
});

describe('a refusal', () => {
  test('says what its vendor says, without secrets', () => {
    const error = failure(answer(400, { code: 'Bad', why: 'no: hunter2%2Bmore, token=abc' }), CALL);
    expect(error).toMatchObject({ vendorCode: 'Bad', operation: 'Create', httpStatus: 400, hint: 'Look.' });
    expect(error.message).toBe('Create: no: [redacted], token=[redacted]');
    expect(error.cause).toBeUndefined();
  });

  test('by somebody else than the API has the beginning of its page as the cause', () => {
    const error = failure({ status: 502, headers: {}, body: `<html>hunter2+more${'x'.repeat(2_000)}` }, CALL);
    expect((error.cause as Error).message).toMatch(/^<html>\[redacted\]x+$/);
    expect(failure({ status: 502, headers: {}, body: '' }, CALL).cause).toBeUndefined();
  });

  test('leaves its effect open unless it is certain, and a read has none', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (hasEffect, isCertainRefusal) => {
        const rules = { ...RULES, findRefusal: () => refusal({ code: 'X', said: '', isCertainRefusal }) };
        const { effect } = failure(answer(400, {}), { ...CALL, hasEffect }, rules);
        expect(effect).toBe(hasEffect && !isCertainRefusal ? 'possible' : 'none');
      }),
    );
  });
});

function refusal(parts: Partial<Refusal> & Pick<Refusal, 'code' | 'said'>): Refusal {
  return {
    class: 'fatal',
    isCertainRefusal: true,
    hint: 'Look.',
    describe: (said) => `Create: ${said}`,
    ...parts,
  };
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: JSON.stringify(body) };
}

function failure(response: HttpResponse, call: AnsweredCall, rules: AnswerRules = RULES): ProviderError {
  try {
    readAnswer(response, call, rules);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  return expect.unreachable('the answer was accepted');
}
