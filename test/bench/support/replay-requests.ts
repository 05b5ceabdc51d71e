import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Agent } from 'undici';
import { timed } from './compare.ts';
import type { RemoteSandbox } from './remote-sandbox.ts';
import type { SentRequest } from './write-usage.ts';

export interface ReplayOptions {
  /** One request a line, as they were made. */
  readonly path: string;
  /** One that has seen none of them: its answers are then as long as those of the run. */
  readonly sandbox: RemoteSandbox;
  readonly connections: number;
}

export interface Replay {
  readonly requests: number;
  readonly wallMs: number;
  readonly processorSeconds: number;
}

/**
 * Sends recorded requests again in their order, as fast as they go, reads the answers, and does nothing else.
 *
 * @throws Error when an answer is a refusal: it would be shorter than the one it stands for
 */
export async function replayRequests({ path, sandbox, connections }: ReplayOptions): Promise<Replay> {
  const requests = await readRequests(path);
  const agent = new Agent({ connections, pipelining: 1 });
  const rest = requests.values();
  const work = async (): Promise<void> => {
    for (const { method, path: target, host, headers, body } of rest) {
      const sent = [...(host === null ? [] : ['host', host]), ...headers];
      const answer = await agent.request({ origin: sandbox.url, path: target, method, headers: sent, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${method} ${target}: ${answer.statusCode} ${text}`);
    }
  };
  const before = process.cpuUsage();
  const wallMs = await timed(() => Promise.all(Array.from({ length: connections }, work)));
  const { user, system } = process.cpuUsage(before);
  await agent.close();
  return { requests: requests.length, wallMs, processorSeconds: (user + system) / 1e6 };
}

async function readRequests(path: string): Promise<readonly SentRequest[]> {
  const requests: SentRequest[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    requests.push(JSON.parse(line) as SentRequest);
  }
  return requests;
}
