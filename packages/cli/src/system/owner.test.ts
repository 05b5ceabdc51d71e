import { expect, test } from 'vitest';
import { describeOwner } from './owner.ts';

const host = { name: 'h', user: 'u', pid: 7, isProcessAlive: () => true };
const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '12' };

test.each([
  [{}, undefined],
  [{ CI_JOB_URL: 'https://gitlab/-/jobs/1' }, 'https://gitlab/-/jobs/1'],
  [github, 'https://github.com/o/r/actions/runs/12'],
  [{ ...github, GITHUB_RUN_ID: '' }, undefined],
])('in %j the job is %s', (env, url) => {
  expect(describeOwner({ env, host })).toEqual({ host: 'h', pid: 7, user: 'u', ...(url === undefined ? {} : { url }) });
});
