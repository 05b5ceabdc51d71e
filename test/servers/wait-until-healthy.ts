import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerUser } from './catalogue.ts';

const POLL_INTERVAL_MS = 50;
/** Of one request: a server that is starting may accept a connection and answer late. */
const REQUEST_TIMEOUT_MS = 10_000;

export interface ServerIdentity {
  readonly url: string;
  readonly version: string;
  readonly pid: number;
}

export interface WaitOptions {
  readonly logs: string;
  readonly user?: ServerUser | undefined;
  readonly startTimeoutMs: number;
  /** Why there is nothing to wait for any more; undefined while there is. */
  readonly findEnd: () => string | undefined;
}

/**
 * Resolves when the server answers that all primary shards are there.
 * @throws when it has ended, or does not answer in time
 */
export async function waitUntilHealthy({ logs, user, startTimeoutMs, findEnd }: WaitOptions): Promise<ServerIdentity> {
  const startMs = performance.now();
  let last = 'it has not bound its port';
  while (performance.now() - startMs < startTimeoutMs) {
    const end = findEnd();
    if (end !== undefined) throw new Error(`its process ended with ${end}`);
    const url = readUrl(logs);
    const answer = url === undefined ? last : await readIdentity(url, user);
    if (typeof answer !== 'string') return answer;
    last = answer;
    await pause(POLL_INTERVAL_MS);
  }
  throw new Error(`it was not healthy within ${startTimeoutMs} ms: ${last}`);
}

/** From the file that a node writes once its port is bound: lines of `127.0.0.1:9200`. */
function readUrl(logs: string): string | undefined {
  try {
    const address = /^127\.0\.0\.1:\d+$/m.exec(readFileSync(join(logs, 'http.ports'), 'utf8'))?.[0];
    return address === undefined ? undefined : `http://${address}`;
  } catch {
    return undefined;
  }
}

/** What is still missing, as text, or who the server says it is. Not from `GET /`, which stripped distributions lack. */
async function readIdentity(url: string, user: ServerUser | undefined): Promise<ServerIdentity | string> {
  try {
    const health = await getJson(`${url}/_cluster/health`, user);
    if (health['status'] !== 'green' && health['status'] !== 'yellow') return `health is ${health['status']}`;
    const local = await getJson(`${url}/_nodes/_local?filter_path=nodes.*.version,nodes.*.process.id`, user);
    const [node] = Object.values(local['nodes'] as Record<string, { version: string; process: { id: number } }>);
    return node === undefined ? 'there is no node' : { url, version: node.version, pid: node.process.id };
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}

async function getJson(url: string, user: ServerUser | undefined): Promise<Record<string, unknown>> {
  const headers = user === undefined ? undefined : { authorization: basicAuthorization(user) };
  const response = await fetch(url, { ...(headers && { headers }), signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${body}`);
  return JSON.parse(body);
}

export function basicAuthorization({ username, password }: ServerUser): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
