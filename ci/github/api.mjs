// The few calls of GitHub's REST API that the actions need, on the Node that every runner has.
import { appendFileSync } from 'node:fs';
import { env, exit } from 'node:process';

/** Answers with JSON, or ends the step with GitHub's own words. */
export async function call(path, options = {}) {
  const response = await fetch(
    `${env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}/${path}`,
    {
      ...options,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${env.GH_TOKEN}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': 'waybill',
      },
    },
  );
  const text = await response.text();
  if (!response.ok) fail(`GitHub answered ${response.status} to ${path}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The newest artifact of a name that is still kept. */
export async function findArtifact(name) {
  const { artifacts } = await call(`actions/artifacts?name=${encodeURIComponent(name)}&per_page=100`);
  return artifacts
    .filter(({ expired }) => !expired)
    .toSorted((left, right) => left.created_at.localeCompare(right.created_at))
    .at(-1);
}

export function setOutput(name, value) {
  appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

/** Ends the step; the message is shown with the job. */
export function fail(message) {
  console.log(`::error::${message}`);
  exit(1);
}
