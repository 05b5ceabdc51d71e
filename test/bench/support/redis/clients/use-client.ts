import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RedisServer } from '../../../../redis/support/redis-server.ts';
import type { Contestant } from './batch-client.ts';
import type { Work } from './client-work.ts';

export interface ClientUse {
  /** Of all that came back. */
  readonly hash: string;
  /** Of the client's process, without its start. */
  readonly processorMs: number;
  /** Resident at the most, garbage included. */
  readonly megabytes: number;
}

/** In a process of its own, so that memory and compiled code are its own. */
export async function useClient(contestant: Contestant, work: Work, { port }: RedisServer): Promise<ClientUse> {
  const main = join(import.meta.dirname, 'client-main.ts');
  const child = fork(main, [contestant, work, String(port)], { execArgv: [] });
  let use: ClientUse | undefined;
  child.on('message', (message) => {
    use = message as ClientUse;
  });
  await once(child, 'exit');
  if (use === undefined) throw new Error(`${contestant} did not finish ${work}`);
  return use;
}
