import type { CredentialsResult } from '@waybill/node';
import { expect, test } from 'vitest';
import { describeCredentials } from './describe-credentials.ts';

const endAtMs = Date.UTC(2026, 10, 28, 9, 5, 59);
const answered = { kind: 'answered', place: 'keys.ini', operation: 'ListTasks', renews: false } as const;
const failed = { kind: 'failed', place: 'keys.ini', message: 'no', hint: undefined } as const;

function describe(result: CredentialsResult) {
  return describeCredentials({ alias: 'search', result, secrets: ['hush'] });
}

test.each([
  [{ endAtMs: undefined, renews: true }, ''],
  [{ endAtMs }, '; they end at 2026-11-28 09:05 UTC'],
  [{ endAtMs, renews: true }, '; they end at 2026-11-28 09:05 UTC, and a run renews them before that'],
])('the end of credentials %o', (end, text) => {
  expect(describe({ ...answered, ...end })).toEqual({
    area: 'credentials',
    subject: 'search',
    level: 'ok',
    detail: `keys.ini; ListTasks was answered${text}`,
  });
});

test.each([
  ['transient', 'error', 'cannot be reached: no'],
  ['unreachable', 'error', 'cannot be reached: no'],
  ['unusable', 'error', 'cannot be used: no'],
  ['forbidden', 'warning', 'accepted, but a permission is missing: no'],
  ['unauthorized', 'error', 'refused: no'],
  ['expired', 'error', 'refused: no'],
  ['throttled', 'ok', 'accepted, although the API is busy'],
  ['busy', 'ok', 'accepted, although the API is busy'],
  ['not-found', 'warning', 'the API answered: no'],
] as const)('a call that failed as %s', (failure, level, words) => {
  const finding = describe({ ...failed, class: failure });
  expect(finding).toMatchObject({ level, detail: expect.stringContaining(words) });
  expect(finding.fix === undefined).toBe(level === 'ok');
  if (level !== 'ok') expect(describe({ ...failed, class: failure, hint: 'Turn it on.' }).fix).toBe('Turn it on.');
});

test('credentials that were not tried say why', () => {
  const found = { kind: 'found', place: undefined } as const;
  expect(describe({ ...found, because: 'asks-no-apis' }).detail).toBe(
    'an unnamed source; not tried, because of --offline',
  );
  const untried = { level: 'warning', fix: 'Whether they work is seen when the run makes its first call.' };
  expect(describe({ ...found, because: 'no-probe' })).toMatchObject({
    ...untried,
    detail: expect.stringContaining('not tried, because the provider has no call to try them with'),
  });
  expect(describe({ ...found, because: 'nothing-to-read' })).toMatchObject({
    ...untried,
    detail: expect.stringContaining('not tried, because no unit of the plan provides a read-only call'),
  });
});
