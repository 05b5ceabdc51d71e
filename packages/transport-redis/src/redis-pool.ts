import type { RedisConnection } from './redis-connection.ts';

/** The connections to one server, database and user: one exchange at a time on each, and no more than allowed. */
export class RedisPool {
  readonly #most: number;
  readonly #idle: RedisConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #opened = new Set<RedisConnection>();
  #inUse = 0;
  #isClosed = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Uses a connection that is free, or one that is opened. One that broke is not used again. */
  async use<Result>(
    open: () => Promise<RedisConnection>,
    signal: AbortSignal,
    work: (connection: RedisConnection) => Promise<Result>,
  ): Promise<Result> {
    await this.#place(signal);
    try {
      const connection = this.#takeIdle() ?? (await this.#open(open, signal));
      try {
        return await work(connection);
      } finally {
        this.#giveBack(connection);
      }
    } finally {
      this.#leave();
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#opened) connection.close();
  }

  async #place(signal: AbortSignal): Promise<void> {
    while (this.#inUse >= this.#most) {
      await this.#turn(signal);
      // It was woken for a place that it no longer wants: the next one takes it.
      if (signal.aborted && this.#inUse < this.#most) this.#waiting.shift()?.();
      signal.throwIfAborted();
    }
    this.#inUse += 1;
  }

  #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      const at = this.#waiting.indexOf(wake);
      if (at >= 0) this.#waiting.splice(at, 1);
      wake();
    };
    this.#waiting.push(wake);
    signal.addEventListener('abort', leave, { once: true });
    return promise;
  }

  #leave(): void {
    this.#inUse -= 1;
    this.#waiting.shift()?.();
  }

  #takeIdle(): RedisConnection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined || connection.isUsable) return connection;
      this.#opened.delete(connection);
    }
  }

  async #open(open: () => Promise<RedisConnection>, signal: AbortSignal): Promise<RedisConnection> {
    const opening = open();
    const { promise, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const connection = await Promise.race([opening, promise]);
      this.#opened.add(connection);
      if (this.#isClosed) connection.close();
      return connection;
    } catch (error) {
      // Whoever asked for it no longer waits.
      void opening.then(
        (connection) => connection.close(),
        () => {},
      );
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #giveBack(connection: RedisConnection): void {
    if (connection.isUsable && !this.#isClosed) {
      this.#idle.push(connection);
      return;
    }
    this.#opened.delete(connection);
    connection.close();
  }
}
