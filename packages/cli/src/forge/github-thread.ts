import { readFileSync } from 'node:fs';
import type { Transport } from '@waybill/core';
import type { Environment, ReviewComment, ReviewThread } from './forge.ts';
import { callForge, PAGE_SIZE, readPages } from './forge-request.ts';

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
  const base = `${env['GITHUB_API_URL'] ?? 'https://api.github.com'}/repos/${repository}/issues`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': API_VERSION,
  };
  return {
    name: `pull request ${number} of ${repository}`,
    list: () =>
      readPages(
        (page) =>
          callForge(transport, {
            method: 'GET',
            url: `${base}/${number}/comments?per_page=${PAGE_SIZE}&page=${page}`,
            headers,
          }),
        toComment,
      ),
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

function toComment(value: unknown): ReviewComment {
  const { id, body, html_url: url } = (value ?? {}) as { id?: unknown; body?: unknown; html_url?: unknown };
  return { id: String(id), body: typeof body === 'string' ? body : '', url: typeof url === 'string' ? url : '' };
}
