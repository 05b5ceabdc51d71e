import { open } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { RedisServerAt } from './connect-redis.ts';
import { SocketReader } from './socket-reader.ts';
import { Spool } from './spool.ts';

/** A replica says how far it is once a second. */
const ACKNOWLEDGE_MS = 1_000;

export interface LinkOptions {
  /** What is received is kept here. */
  readonly folder: string;
  /** Gives up before everything is there. */
  readonly signal: AbortSignal;
}

/**
 * What a server sends to a replica: a file with all of its keys, and from then on every command that changes one. This is
 * the replica's side of PSYNC for both; what it receives is on disk and waits there. A replica that does not claim to
 * understand `eof` gets the file with its length in front, without the delay of a transfer that bypasses the disk.
 *
 * Source: Redis documentation, "How Redis replication works".
 */
export class ReplicationLink implements AsyncDisposable {
  readonly rdbPath: string;
  /** The commands after the file. */
  readonly stream: Spool;
  /** The place in the source's stream at which the commands begin. */
  readonly startOffset: number;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #receivedBytes = 0;
  #appliedBytes = 0;
  #received: Promise<void> = Promise.resolve();

  /** Resolves when the file is there. @throws Error with what the source answers when it refuses */
  static async open(source: RedisServerAt, options: LinkOptions): Promise<ReplicationLink> {
    const { folder, signal } = options;
    const socket = connect({ ...source.place, noDelay: true });
    const abort = (): void => void socket.destroy();
    signal.addEventListener('abort', abort);
    const reader = new SocketReader(socket);
    try {
      const startOffset = await askForEverything(socket, reader, source.password);
      const rdbPath = join(folder, 'source.rdb');
      await receiveFile(reader, rdbPath);
      const stream = await Spool.create(join(folder, 'stream'));
      const link = new ReplicationLink({ socket, rdbPath, stream, startOffset });
      link.#received = link.#receiveStream(reader);
      return link;
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private constructor(parts: { socket: Socket; rdbPath: string; stream: Spool; startOffset: number }) {
    this.#socket = parts.socket;
    this.rdbPath = parts.rdbPath;
    this.stream = parts.stream;
    this.startOffset = parts.startOffset;
    this.#timer = setInterval(() => this.#acknowledge(), ACKNOWLEDGE_MS);
  }

  /** The place in the source's stream up to which commands have arrived here. */
  get receivedOffset(): number {
    return this.startOffset + this.#receivedBytes;
  }

  /** The place up to which they were carried out. */
  get appliedOffset(): number {
    return this.startOffset + this.#appliedBytes;
  }

  noteApplied(bytes: number): void {
    this.#appliedBytes += bytes;
  }

  /** Nothing more is received; what waits can still be read. */
  close(): void {
    clearInterval(this.#timer);
    this.stream.end();
    this.#socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#received;
    await this.stream[Symbol.asyncDispose]();
  }

  async #receiveStream(reader: SocketReader): Promise<void> {
    try {
      for (;;) {
        const bytes = await reader.some();
        await this.stream.append(bytes);
        this.#receivedBytes += bytes.length;
      }
    } catch (error) {
      this.stream.end(new Error(`The replication connection of the source ended: ${(error as Error).message}`));
    }
  }

  #acknowledge(): void {
    this.#socket.write(encode('REPLCONF', 'ACK', String(this.appliedOffset)));
  }
}

/** The place in the stream at which the file that follows was made. */
async function askForEverything(socket: Socket, reader: SocketReader, password: string | null): Promise<number> {
  const ask = async (...words: readonly string[]): Promise<string> => {
    socket.write(encode(...words));
    return reader.line();
  };
  const pong = await ask('PING');
  if (pong.startsWith('-') && !pong.startsWith('-NOAUTH')) throw new Error(`The source answers ${pong.slice(1)}`);
  if (password !== null) requireAccepted(await ask('AUTH', password), 'does not accept the password');
  // Refused by servers that know no capabilities, which does no harm.
  await ask('REPLCONF', 'capa', 'psync2');
  const answer = await ask('PSYNC', '?', '-1');
  requireAccepted(answer, 'does not replicate');
  const offset = /^\+FULLRESYNC \S+ (\d+)$/.exec(answer)?.[1];
  if (offset === undefined) throw new Error(`The source answers PSYNC with ${answer}.`);
  return Number(offset);
}

function requireAccepted(answer: string, what: string): void {
  if (answer.startsWith('-')) throw new Error(`The source ${what}: ${answer.slice(1)}`);
}

async function receiveFile(reader: SocketReader, path: string): Promise<void> {
  const head = await reader.line();
  const length = /^\$(\d+)$/.exec(head)?.[1];
  if (length === undefined) throw new Error(`The source sends ${head.slice(0, 80)} instead of its keys.`);
  const file = await open(path, 'w');
  try {
    for (let missing = Number(length); missing > 0; ) {
      const bytes = await reader.some(missing);
      await file.write(bytes);
      missing -= bytes.length;
    }
  } finally {
    await file.close();
  }
}

function encode(...words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
