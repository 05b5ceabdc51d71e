import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RedisServer } from '../../../redis/support/redis-server.ts';

/** Lets a client in a process of its own get one key after another while `work` is done; what each took, in milliseconds. */
export async function getDuring(
  { port }: RedisServer,
  onStart: (pid: number) => void,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const child = fork(join(import.meta.dirname, 'get-main.ts'), [String(port)], { execArgv: [] });
  try {
    onStart(child.pid ?? 0);
    await once(child, 'message');
    await work();
    const answered = once(child, 'message');
    child.send('stop');
    const [tookMs] = (await answered) as [number[]];
    return tookMs;
  } finally {
    child.kill();
  }
}
