import { createClient, RESP_TYPES } from '@redis/client';
import type { BatchClient, BatchCommand } from './batch-client.ts';
import { textIn } from './text-in.ts';

const TYPE_MAPPING = { [RESP_TYPES.BLOB_STRING]: Buffer };

/** `redis`, whose client this package is, with no command of its own and replies as bytes. */
export async function openNodeRedis(port: number): Promise<BatchClient> {
  const socket = { host: '127.0.0.1', port, reconnectStrategy: false } as const;
  const own = { disableClientInfo: true, disableOfflineQueue: true, maintNotifications: 'disabled' } as const;
  const client = createClient({ socket, RESP: 2, ...own });
  client.on('error', () => {});
  await client.connect();
  const send = async ([name, ...args]: BatchCommand) =>
    textIn(await client.sendCommand([name, ...args.map(bytesOf)], { typeMapping: TYPE_MAPPING }));
  return {
    // Commands of one turn of the event loop are written in one piece.
    exchange: async (commands) => await Promise.all(commands.map(send)),
    close: () => client.destroy(),
  };
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
