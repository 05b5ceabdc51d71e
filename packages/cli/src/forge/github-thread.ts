import { readFileSync } from 'node:fs';
import type { Transport } from '@waybill/core';
import { CliError } from '../cli-error.ts';
import type { Environment, ReviewComment, ReviewThread } from './forge.ts';
import { callForge, type ForgeCall, PAGE_SIZE, readPages } from './forge-request.ts';

const API_VERSION = '2022-11-28';

/**
 * The pull request that this GitHub Actions job runs for; undefined elsewhere.
 *
 * Source: GitHub Actions "Default environment variables"; GitHub REST API "Endpoints for issue comments".
 */
export function findGithubThread(env: Environment, transport: Transport): ReviewThread | undefined {
  const { GITHUB_REPOSITORY: repository, GITHUB_EVENT_PATH: eventPath } = env;
  const token = env['GITHUB_TOKEN'] ?? env['GH_TOKEN'];
  const number = eventPath === undefined ? undefined : readPullRequest(eventPath);
  if (!repository || !token || number === undefined) return undefined;
  const api = env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const base = `${api}/repos/${repository}/issues`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': API_VERSION,
  };
  return {
    name: `pull request ${number} of ${repository}`,
    list: async () => {
      const login = await findLogin(transport, { method: 'GET', url: `${api}/user`, headers });
      return await readPages(
        (page) =>
          callForge(transport, {
            method: 'GET',
            url: `${base}/${number}/comments?per_page=${PAGE_SIZE}&page=${page}`,
            headers,
          }),
        (value) => toComment(value, (author) => author?.login === login),
      );
    },
    create: async (body) =>
      toComment(
        await callForge(transport, { method: 'POST', url: `${base}/${number}/comments`, headers, body: { body } }),
      ),
    update: async (id, body) =>
      toComment(
        await callForge(transport, { method: 'PATCH', url: `${base}/comments/${id}`, headers, body: { body } }),
      ),
  };
}

/** Tokens of jobs may not ask who they are: they are all of one user. */
const JOB_LOGIN = 'github-actions[bot]';

async function findLogin(transport: Transport, call: ForgeCall): Promise<string> {
  try {
    const { login } = (await callForge(transport, call)) as { login?: unknown };
    return typeof login === 'string' ? login : JOB_LOGIN;
  } catch (error) {
    if (error instanceof CliError) return JOB_LOGIN;
    throw error;
  }
}

/** The event that started the job, as GitHub leaves it on disk. */
function readPullRequest(eventPath: string): number | undefined {
  try {
    const event = JSON.parse(readFileSync(eventPath, 'utf8')) as {
      pull_request?: { number?: unknown };
      issue?: { number?: unknown; pull_request?: unknown };
    };
    const number =
      event.pull_request?.number ?? (event.issue?.pull_request === undefined ? undefined : event.issue.number);
    return typeof number === 'number' ? number : undefined;
  } catch {
    return undefined;
  }
}

interface Author {
  readonly login?: unknown;
}

function toComment(value: unknown, isOwn: (author: Author | undefined) => boolean = () => true): ReviewComment {
  const { id, body, html_url: url, user } = (value ?? {}) as Readonly<Record<string, unknown>> & { user?: Author };
  return {
    id: String(id),
    body: typeof body === 'string' ? body : '',
    isOwn: isOwn(user),
    url: typeof url === 'string' ? url : '',
  };
}
