import type { Transport } from '@waybill/core';
import type { Environment, ReviewComment, ReviewThread } from './forge.ts';
import { callForge, PAGE_SIZE, readPages } from './forge-request.ts';

/**
 * The merge request that this GitLab job runs for; undefined elsewhere. The job's own token cannot write notes, so a
 * project access token with the scope `api` is needed in `GITLAB_TOKEN`.
 *
 * Source: GitLab CI/CD "Predefined variables"; GitLab REST API "Notes API".
 */
export function findGitlabThread(env: Environment, transport: Transport): ReviewThread | undefined {
  const { CI_API_V4_URL: api, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: number, GITLAB_TOKEN: token } = env;
  if (!api || !project || !number || !token) return undefined;
  const base = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const headers = { 'private-token': token };
  const url = `${env['CI_PROJECT_URL'] ?? ''}/-/merge_requests/${number}`;
  return {
    name: `merge request ${number} of project ${project}`,
    list: async () => {
      const { id: own } = (await callForge(transport, { method: 'GET', url: `${api}/user`, headers })) as {
        id?: unknown;
      };
      return await readPages(
        (page) =>
          callForge(transport, {
            method: 'GET',
            url: `${base}?per_page=${PAGE_SIZE}&page=${page}&sort=asc&order_by=created_at`,
            headers,
          }),
        (note) => toComment(note, url, (author) => own !== undefined && author === own),
      );
    },
    create: async (body) =>
      toComment(await callForge(transport, { method: 'POST', url: base, headers, body: { body } }), url),
    update: async (id, body) =>
      toComment(await callForge(transport, { method: 'PUT', url: `${base}/${id}`, headers, body: { body } }), url),
  };
}

function toComment(value: unknown, request: string, isOwn: (author: unknown) => boolean = () => true): ReviewComment {
  const { id, body, author } = (value ?? {}) as { id?: unknown; body?: unknown; author?: { id?: unknown } };
  return {
    id: String(id),
    body: typeof body === 'string' ? body : '',
    isOwn: isOwn(author?.id),
    url: `${request}#note_${String(id)}`,
  };
}
