// The few calls of GitHub's REST API that the actions need, on the Node that every runner has.
import { appendFileSync } from 'node:fs';
import { env, exit } from 'node:process';

/** Answers with JSON, or ends the step with GitHub's own words. `path` is below the repository. */
export async function call(path, options = {}) {
  const response = await send(path, options);
  const text = await response.text();
  if (!response.ok) fail(`GitHub answered ${response.status} to ${path}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The archive of an artifact. GitHub redirects to a storage, which must not see the token. */
export async function download(artifact, maxBytes) {
  const path = `actions/artifacts/${artifact.id}/zip`;
  const first = await send(path, { redirect: 'manual' });
  const location = first.headers.get('location');
  const response = location === null ? first : await fetch(location, { redirect: 'error' });
  if (!response.ok) fail(`GitHub answered ${response.status} to ${path}.`);
  const pieces = [];
  let size = 0;
  for await (const piece of response.body) {
    size += piece.length;
    if (size > maxBytes) fail(`Artifact ${artifact.name} is larger than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function send(path, options) {
  const base = `${env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}`;
  return fetch(path === '' ? base : `${base}/${path}`, {
    ...options,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GH_TOKEN}`,
      'x-github-api-version': '2022-11-28',
      'user-agent': 'waybill',
    },
  });
}

export function setOutput(name, value) {
  appendFileSync(env.GITHUB_OUTPUT, `${name}=${String(value).replace(/[\r\n]/g, ' ')}\n`);
}

/** Ends the step; the message is shown with the job. A line break in it would begin another workflow command. */
export function fail(message) {
  console.log(`::error::${escapeMessage(message)}`);
  exit(1);
}

export function escapeMessage(message) {
  return message.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replaceAll('##[', '## [');
}
