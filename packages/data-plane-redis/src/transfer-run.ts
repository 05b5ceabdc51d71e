import type { Damage, DamagedKey, PlaneFailure, Transfer, TransferLine, TransferNumbers } from '@waybill/stand-kit';
import type { Redis } from 'ioredis';
import { connectRedis, keysByDatabase, parseInfo, type RedisServerAt } from './connect-redis.ts';
import type { ReplicationLink } from './replication-link.ts';

const MEASURE_MS = 200;
/** Older lines are dropped. */
const MAX_LINES = 1_000;
const NOTHING: TransferNumbers = {
  copiedFraction: 0,
  sourceKeys: 0,
  targetKeys: 0,
  behindBytes: undefined,
  kilobytesPerSecond: 0,
  commandsPerSecond: 0,
};

export interface TransferSides {
  /** Absent for a backup. */
  readonly source?: RedisServerAt;
  readonly target: RedisServerAt;
}

/** One transfer from its beginning to its end: what was done, and what is shown of it. */
export class TransferRun implements Transfer {
  readonly log: TransferLine[] = [];
  readonly damaged: DamagedKey[] = [];
  readonly restart: (damage: readonly Damage[]) => Transfer;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #link: ReplicationLink | undefined;
  #sourceOffset = 0;
  #numbers: TransferNumbers = NOTHING;
  #copiedAtMs: number | undefined;
  #endedAtMs: number | undefined;
  #failure: PlaneFailure | undefined;
  #applied = { commands: 0, bytes: 0, atMs: Date.now() };

  /** Begins at once. */
  constructor(work: (run: TransferRun) => Promise<void>, restart: (damage: readonly Damage[]) => Transfer) {
    this.restart = restart;
    this.#ended = this.#follow(work);
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get copiedAtMs(): number | undefined {
    return this.#copiedAtMs;
  }

  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  get failure(): PlaneFailure | undefined {
    return this.#failure;
  }

  get numbers(): TransferNumbers {
    if (this.#link === undefined || this.#copiedAtMs === undefined) return this.#numbers;
    const written = Math.max(this.#sourceOffset, this.#link.receivedOffset);
    return { ...this.#numbers, behindBytes: written - this.#link.appliedOffset };
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Stops it, and resolves when nothing of it moves any more. */
  async stopped(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  /** What is written at this place of the source's stream, and before it, has been carried out at the target. */
  hasApplied(sourceOffset: number): boolean {
    return this.#link !== undefined && this.#link.appliedOffset >= sourceOffset;
  }

  note(message: string, level: TransferLine['level'] = 'INFO'): void {
    if (this.log.length < MAX_LINES) this.log.push({ atMs: Date.now(), level, message });
  }

  noteCopied(fraction: number): void {
    this.#numbers = { ...this.#numbers, copiedFraction: fraction };
  }

  noteApplied(commands: number, bytes: number): void {
    this.#link?.noteApplied(bytes);
    this.#applied = {
      ...this.#applied,
      commands: this.#applied.commands + commands,
      bytes: this.#applied.bytes + bytes,
    };
  }

  /** Everything that was there at the beginning has arrived; with a link, what is written later follows. */
  finishCopy(link?: ReplicationLink): void {
    this.noteCopied(1);
    this.#link = link;
    this.#copiedAtMs = Date.now();
    this.note(link === undefined ? 'Everything is copied.' : 'Everything is copied; new writes are replicated.');
  }

  /** Measures both sides for as long as the returned object is not disposed of. */
  measure(sides: TransferSides): AsyncDisposable {
    const clients = [sides.target, ...(sides.source === undefined ? [] : [sides.source])].map(connectRedis);
    const [target, source] = clients;
    if (target === undefined) throw new Error('there is always a target');
    let measuring = this.#measureOnce(target, source);
    const timer = setInterval(() => {
      measuring = measuring.then(() => this.#measureOnce(target, source));
    }, MEASURE_MS);
    return {
      [Symbol.asyncDispose]: async () => {
        clearInterval(timer);
        await measuring;
        await this.#measureOnce(target, source);
        for (const client of clients) client.disconnect();
      },
    };
  }

  async #follow(work: (run: TransferRun) => Promise<void>): Promise<void> {
    try {
      await work(this);
      this.note(this.signal.aborted ? 'Stopped.' : 'Done.');
    } catch (error) {
      // What is interrupted fails in its own way.
      if (!this.signal.aborted) this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.#numbers = { ...this.numbers, kilobytesPerSecond: 0, commandsPerSecond: 0 };
    this.#link = undefined;
    this.#endedAtMs = Date.now();
  }

  #fail(message: string): void {
    this.#failure = { atMs: Date.now(), message };
    this.note(message, 'ERROR');
  }

  /** A server that does not answer leaves the numbers as they were. */
  async #measureOnce(target: Redis, source: Redis | undefined): Promise<void> {
    try {
      const infos = await Promise.all(
        [target, ...(source === undefined ? [] : [source])].map((client) => client.info()),
      );
      const [targetInfo, sourceInfo] = infos.map(parseInfo);
      if (targetInfo !== undefined) this.#numbers = { ...this.#numbers, targetKeys: countKeys(targetInfo) };
      if (sourceInfo === undefined) return;
      this.#sourceOffset = Number(sourceInfo.get('master_repl_offset') ?? 0);
      this.#numbers = { ...this.#numbers, sourceKeys: countKeys(sourceInfo), ...this.#speeds() };
    } catch {}
  }

  #speeds(): Pick<TransferNumbers, 'kilobytesPerSecond' | 'commandsPerSecond'> {
    const { commands, bytes, atMs } = this.#applied;
    const seconds = Math.max(1, Date.now() - atMs) / 1_000;
    this.#applied = { commands: 0, bytes: 0, atMs: Date.now() };
    return {
      kilobytesPerSecond: Math.round(bytes / 1_024 / seconds),
      commandsPerSecond: Math.round(commands / seconds),
    };
  }
}

function countKeys(info: ReadonlyMap<string, string>): number {
  return [...keysByDatabase(info).values()].reduce((sum, keys) => sum + keys, 0);
}
