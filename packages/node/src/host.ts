import { hostname, userInfo } from 'node:os';
import type { Owner } from '@waybill/core';
import type { Environment } from './environment.ts';

/** The machine and the account that this process runs on. */
export interface Host {
  readonly name: string;
  readonly user: string;
  readonly pid: number;
}

export function describeHost(): Host {
  return { name: hostname(), user: userName(), pid: process.pid };
}

/** A container may run under a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}

/** What this process says about itself to others who find the state in use. */
export function describeOwner({ env, host }: { readonly env: Environment; readonly host: Host }): Owner {
  const { name, pid, user } = host;
  const url = jobUrl(env);
  const owner = { host: name, pid, user };
  // Without the `defined` of core, which a command that only prints its help does not load.
  return url === undefined ? owner : { ...owner, url };
}

/** Source: GitHub Actions "Default environment variables", GitLab CI/CD "Predefined CI/CD variables". */
function jobUrl(env: Environment): string | undefined {
  const { CI_JOB_URL: gitlab, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (gitlab !== undefined && gitlab !== '') return gitlab;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}

/** Asks the operating system. A process of another user lives as well. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
