import type { Redis } from 'ioredis';
import { connectRedis } from './connect-redis.ts';
import type { CopyTarget } from './copy-keys.ts';
import { parseCommands, type StreamCommand } from './parse-commands.ts';
import type { ReplicationLink } from './replication-link.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** A command that the target refuses is left out, as is what depends on it. */
  readonly onRefused: (command: string, error: Error) => void;
  readonly onApplied: (commands: number, bytes: number) => void;
  /** Whether commands are left out from here on, by what damages the copy. */
  readonly isSilenced: () => boolean;
}

/** Between servers only, or meant for the whole of a server, whose other keys are none of the source's. */
const NOT_FORWARDED: ReadonlySet<string> = new Set(['PING', 'REPLCONF', 'FLUSHALL', 'FLUSHDB']);
/** Without a key: they do not go to one node of a cluster. */
const NOT_FOR_CLUSTERS: ReadonlySet<string> = new Set([
  'MULTI',
  'EXEC',
  'SELECT',
  'PUBLISH',
  'SWAPDB',
  'FUNCTION',
  'SCRIPT',
]);

/**
 * Carries out at the target what is written to the source, in its order, until the link is closed. FLUSHDB and FLUSHALL are
 * not carried over, and of a source with several databases a cluster gets the first.
 *
 * @throws Error when the connection to either side ends
 */
export async function followStream(link: ReplicationLink, target: CopyTarget, options: FollowOptions): Promise<void> {
  const client = connectRedis(target);
  try {
    await client.ping();
    let database = 0;
    let rest: Buffer = Buffer.alloc(0);
    let missingBytes = 1;
    while (!options.signal.aborted) {
      const bytes = await link.stream.read(missingBytes);
      if (bytes === undefined) return;
      const received = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const parsed = parseCommands(received);
      database = await applyCommands(client, parsed.commands, { database, isCluster: target.isCluster, ...options });
      options.onApplied(parsed.commands.length, parsed.usedBytes);
      rest = received.subarray(parsed.usedBytes);
      missingBytes = parsed.missingBytes;
    }
  } finally {
    client.disconnect();
  }
}

interface ApplyOptions extends FollowOptions {
  readonly database: number;
  readonly isCluster: boolean;
}

/** Sends all and waits for all answers. Returns the database that the stream is in afterwards. */
async function applyCommands(
  client: Redis,
  commands: readonly StreamCommand[],
  options: ApplyOptions,
): Promise<number> {
  let { database } = options;
  const sent: Promise<void>[] = [];
  for (const [nameBytes, ...words] of commands) {
    const name = nameBytes.toString('latin1').toUpperCase();
    if (name === 'SELECT') database = Number(words[0]?.toString('latin1') ?? 0);
    if (!isForwarded(name, database, options)) continue;
    sent.push(
      client.call(name, words).then(
        () => {},
        (error: Error) => {
          if (client.status !== 'ready') throw new Error(`The connection to the target ended: ${error.message}`);
          options.onRefused(name, error);
        },
      ),
    );
  }
  await Promise.all(sent);
  return database;
}

function isForwarded(name: string, database: number, { isCluster, isSilenced }: ApplyOptions): boolean {
  if (NOT_FORWARDED.has(name) || isSilenced()) return false;
  return !isCluster || (database === 0 && !NOT_FOR_CLUSTERS.has(name));
}
