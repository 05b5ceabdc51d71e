import { expect, test } from 'vitest';
import { classifyStatus } from './classify-status.ts';

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [429, 'throttled'],
  [200, 'transient'],
  [302, 'transient'],
  [400, 'transient'],
  [404, 'transient'],
  [500, 'transient'],
  [503, 'transient'],
])('HTTP %i without a code is %s', (status, meaning) => {
  expect(classifyStatus({ status })).toBe(meaning);
});
