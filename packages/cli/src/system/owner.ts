import type { Owner } from '@waybill/core';
import type { CliIo } from '../cli-io.ts';

/** What this process says about itself to others who find the state in use. */
export function describeOwner(io: Pick<CliIo, 'env' | 'host'>): Owner {
  const { name: host, pid, user } = io.host;
  const url = jobUrl(io.env);
  return { host, pid, user, ...(url === undefined ? {} : { url }) };
}

/** Source: GitHub Actions "Default environment variables", GitLab CI/CD "Predefined CI/CD variables". */
function jobUrl(env: CliIo['env']): string | undefined {
  const { CI_JOB_URL: gitlab, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (gitlab !== undefined && gitlab !== '') return gitlab;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}
