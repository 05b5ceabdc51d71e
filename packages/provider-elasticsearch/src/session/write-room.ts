import type { ProviderSession } from '@waybill/core';

/**
 * How many bulks a cluster is sent at once. All slices of its connection share it: half as many once the cluster has refused
 * some for overload, and one more each time that as many as fit have gone through that were sent since. Until it refuses, nothing waits.
 */
export class WriteRoom {
  #most = Number.POSITIVE_INFINITY;
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
   * Sends one bulk when there is room for it.
   *
   * @throws the reason of `signal`, without having sent it, when it is aborted first; what `send` throws
   */
  async send<Answer>(
    signal: AbortSignal,
    send: () => Promise<Answer>,
    isOverload: IsOverload<Answer>,
  ): Promise<Answer> {
    await this.#enter(signal);
    const number = this.#sent;
    this.#sent += 1;
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
      this.#wakeUp();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    while (this.#underWay >= this.#most) await this.#freed(signal);
    signal.throwIfAborted();
    this.#underWay += 1;
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

type IsOverload<Answer> = (
  end: { readonly answer: Answer; readonly error?: never } | { readonly answer?: never; readonly error: unknown },
) => boolean;

const rooms = new WeakMap<ProviderSession, WriteRoom>();

/** That of a connection: one for all slices that write through it. */
export function writeRoomOf({ session }: { readonly session: ProviderSession }): WriteRoom {
  const known = rooms.get(session);
  if (known !== undefined) return known;
  const room = new WriteRoom();
  rooms.set(session, room);
  return room;
}
