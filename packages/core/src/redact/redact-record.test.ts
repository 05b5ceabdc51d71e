import { expect, it } from 'vitest';
import type { RecordBody } from '../journal/record.ts';
import { redactRecord } from './redact-record.ts';
import { Redactor } from './redactor.ts';

const redactor = new Redactor(['step', 'redis', 'lookup']);

it('cleans what is free text, and nothing that a later run goes by', () => {
  const failed: RecordBody = {
    kind: 'step.failed',
    step: 'redis.step',
    attempt: 1,
    fingerprint: 'redis',
    outcome: 'unknown',
    code: 'redis',
    message: 'wrong password redis',
    hint: 'not redis',
    requestId: 'redis',
  };
  expect(redactRecord(failed, redactor)).toEqual({
    ...failed,
    message: 'wrong password [redacted]',
    hint: 'not [redacted]',
  });
  const base = { step: 'redis.step', attempt: 1, fingerprint: 'redis', outputs: { redis: 'redis' } };
  const warned: RecordBody = { kind: 'step.succeeded', ...base, warning: 'near redis', hint: 'leave redis' };
  expect(redactRecord(warned, redactor)).toEqual({ ...warned, warning: 'near [redacted]', hint: 'leave [redacted]' });
  const intent: RecordBody = {
    kind: 'step.intent',
    step: 'redis.step',
    attempt: 1,
    fingerprint: 'redis',
    operation: 'redis',
    requestDigest: 'step',
    policy: 'lookup',
    token: 'redis',
    existingIds: ['redis'],
    before: { step: 'redis' },
  };
  expect(redactRecord(intent, redactor)).toBe(intent);
});

it('cleans why providers were suspended and why a run ended', () => {
  const suspended = { provider: 'redis', code: 'step', message: 'refused redis' };
  const ended: RecordBody = {
    kind: 'run.ended',
    run: 'run-1',
    outcome: 'failed',
    unitCounts: {},
    suspended: [suspended],
    stopReason: { kind: 'error', message: 'no redis' },
  };
  expect(redactRecord(ended, redactor)).toEqual({
    ...ended,
    suspended: [{ ...suspended, message: 'refused [redacted]' }],
    stopReason: { kind: 'error', message: 'no [redacted]' },
  });
});
