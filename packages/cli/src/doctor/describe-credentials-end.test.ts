import { expect, test } from 'vitest';
import { describeCredentialsEnd } from './describe-credentials-end.ts';

const credentialsEndAtMs = Date.UTC(2026, 10, 28, 9, 5, 59);

test.each([
  [{}, ''],
  [{ renewsCredentials: true }, ''],
  [{ credentialsEndAtMs }, '; they end at 2026-11-28 09:05 UTC'],
  [
    { credentialsEndAtMs, renewsCredentials: true },
    '; they end at 2026-11-28 09:05 UTC, and a run gets new ones before',
  ],
])('the end of credentials %o', (session, text) => {
  expect(describeCredentialsEnd(session as Parameters<typeof describeCredentialsEnd>[0])).toBe(text);
});
