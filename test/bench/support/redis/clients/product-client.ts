import { RedisConnection } from '../../../../../packages/transport-redis/src/redis-connection.ts';
import type { BatchClient } from './batch-client.ts';

const LIMITS = { timeoutMs: 60_000, maxResponseBytes: 1_000_000_000 };
const SERVER = { host: '127.0.0.1', database: 0, isEncrypted: false, connectTimeoutMs: 5_000 } as const;

/** What the transport uses. */
export async function openProduct(port: number): Promise<BatchClient> {
  const { signal } = new AbortController();
  const nobody = { username: undefined, password: undefined, caPath: undefined };
  const connection = await RedisConnection.open({ ...SERVER, ...nobody, port });
  return {
    exchange: async (commands) => {
      const replies = await connection.exchange(commands, { ...LIMITS, signal });
      return replies.map((reply) => {
        if ('error' in reply) throw new Error(reply.error);
        return reply.value;
      });
    },
    close: () => connection.close(),
  };
}
