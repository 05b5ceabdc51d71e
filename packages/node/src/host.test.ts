import { defined } from '@waybill/core';
import { expect, test } from 'vitest';
import { describeHost, describeOwner } from './host.ts';

const host = { name: 'h', user: 'u', pid: 7 };
const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '12' };

test.each([
  [{}, undefined],
  [{ CI_JOB_URL: 'https://gitlab/-/jobs/1' }, 'https://gitlab/-/jobs/1'],
  [github, 'https://github.com/o/r/actions/runs/12'],
  [{ ...github, GITHUB_RUN_ID: '' }, undefined],
])('in %j the job is %s', (env, url) => {
  expect(describeOwner({ env, host })).toEqual({ host: 'h', pid: 7, user: 'u', ...defined({ url }) });
});

test('the host is this process', () => {
  const { name, user, pid } = describeHost();
  expect(pid).toBe(process.pid);
  expect(name).not.toBe('');
  expect(user).not.toBe('');
});
