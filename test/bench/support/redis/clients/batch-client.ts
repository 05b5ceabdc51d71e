/** A command as the transport has it: each text stands for bytes, one character for each. */
export type BatchCommand = readonly [name: string, ...args: string[]];

export type BatchValue = string | number | null | readonly BatchValue[];

/** What is asked of a client library: batches of raw bytes in one piece, and raw bytes back. */
export interface BatchClient {
  /** @throws Error for a reply that is an error */
  readonly exchange: (commands: readonly BatchCommand[]) => Promise<readonly BatchValue[]>;
  readonly close: () => void;
}

export type Contestant = 'product' | 'ioredis' | 'redis';

/** Connects as the transport does. */
export async function openClient(contestant: Contestant, port: number): Promise<BatchClient> {
  // Each loads its own library alone: memory is compared.
  switch (contestant) {
    case 'product':
      return await (await import('./product-client.ts')).openProduct(port);
    case 'ioredis':
      return await (await import('./ioredis-client.ts')).openIoredis(port);
    case 'redis':
      return await (await import('./node-redis-client.ts')).openNodeRedis(port);
  }
}
