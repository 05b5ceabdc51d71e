import { Redis } from 'ioredis';
import type { BatchClient, BatchValue } from './batch-client.ts';
import { textIn } from './text-in.ts';

/** ioredis as its documentation shows it: a pipeline whose replies are bytes. */
export async function openIoredis(port: number): Promise<BatchClient> {
  const settings = { lazyConnect: true, enableReadyCheck: false, disableClientInfo: true } as const;
  const redis = new Redis({ host: '127.0.0.1', port, ...settings, protocol: 2, replyMapping: 'legacy' });
  await redis.connect();
  return {
    exchange: async (commands) => {
      const pipeline = redis.pipeline();
      for (const [name, ...args] of commands) pipeline.callBuffer(name, ...args.map(bytesOf));
      const replies = (await pipeline.exec()) ?? [];
      return replies.map(([error, value]): BatchValue => {
        if (error !== null) throw error;
        return textIn(value);
      });
    },
    close: () => redis.disconnect(),
  };
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
