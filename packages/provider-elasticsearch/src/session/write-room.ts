import type { ProviderSession } from '@waybill/core';

/**
 * How many bulks a cluster is sent at once. All slices of its connection share it: half as many once the cluster has refused
 * some for overload, and one more each time that as many as fit have gone through that were sent since. Until it refuses, nothing waits.
 */
export class WriteRoom {
  #most = Number.POSITIVE_INFINITY;
  /** Those that wait for a place of their connection included. */
  #admitted = 0;
  /** Of these, those that the cluster has: how many it was given when it refuses is what says how many fit. */
  #underWay = 0;
  #sent = 0;
  /** Bulks that were sent before the last step down say nothing of what fits since, neither refused nor gone through. */
  #countsFrom = 0;
  #wentThrough = 0;
  readonly #waiting = new Set<() => void>();

  /** Infinite until the cluster has refused something. */
  get most(): number {
    return this.#most;
  }

  /**
   * Lets one bulk go to its connection when there is room for it.
   *
   * @throws the reason of `signal`, without having sent it, when it is aborted first; what `send` throws
   */
  async admit<Answer>(signal: AbortSignal, send: () => Promise<Answer>): Promise<Answer> {
    await this.#enter(signal);
    try {
      return await send();
    } finally {
      this.#admitted -= 1;
      this.#wakeUp();
    }
  }

  /**
   * Sends one bulk, which has its place at the connection.
   *
   * @throws what `send` throws
   */
  async carry<Answer>(send: () => Promise<Answer>, isOverload: IsOverload<Answer>): Promise<Answer> {
    const number = this.#sent;
    this.#sent += 1;
    this.#underWay += 1;
    try {
      const answer = await send();
      if (isOverload({ answer })) this.#stepDown(number);
      else this.#stepUp(number);
      return answer;
    } catch (error) {
      if (isOverload({ error })) this.#stepDown(number);
      throw error;
    } finally {
      this.#underWay -= 1;
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    while (this.#admitted >= this.#most) await this.#freed(signal);
    signal.throwIfAborted();
    this.#admitted += 1;
  }

  /** Resolves when there may be room, and when `signal` aborts. */
  #freed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waiting.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #wakeUp(): void {
    for (const wake of this.#waiting) wake();
  }

  #stepDown(number: number): void {
    if (number < this.#countsFrom) return;
    this.#most = Math.max(1, Math.floor(Math.min(this.#most, this.#underWay) / 2));
    this.#countsFrom = this.#sent;
    this.#wentThrough = 0;
  }

  #stepUp(number: number): void {
    if (number < this.#countsFrom) return;
    this.#wentThrough += 1;
    if (this.#wentThrough < this.#most) return;
    this.#most += 1;
    this.#wentThrough = 0;
  }
}

export type IsOverload<Answer> = (
  end: { readonly answer: Answer; readonly error?: never } | { readonly answer?: never; readonly error: unknown },
) => boolean;

/** That of a connection: one for all slices that write through it. Undefined: the session is of something that has none. */
export function writeRoomOf({ session }: { readonly session: ProviderSession }): WriteRoom | undefined {
  const { writeRoom } = session as { readonly writeRoom?: unknown };
  return writeRoom instanceof WriteRoom ? writeRoom : undefined;
}
