import { expect, test } from 'vitest';
import { JSON_FORMAT } from '../../json-format.ts';
import { eventJson } from './event-json.ts';

test('an event is an object in snake case with its time', () => {
  const at = Date.UTC(2026, 10, 21, 10, 37, 11);
  expect(
    eventJson({ kind: 'step.retrying', at, step: 'a.create', unit: 'a', attempt: 2, delayMs: 500, reason: 'busy' }),
  ).toEqual({
    format_version: JSON_FORMAT,
    kind: 'step.retrying',
    at: '2026-11-21T10:37:11.000Z',
    step: 'a.create',
    unit: 'a',
    attempt: 2,
    delay_ms: 500,
    reason: 'busy',
  });
});
