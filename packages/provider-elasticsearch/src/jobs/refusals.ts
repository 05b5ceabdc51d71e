import { defined, type JobContext, type JsonObject } from '@waybill/core';
import { mostKept, type Refused } from './refused-documents.ts';
import type { RefusedDocument } from './write-bulk.ts';

interface RefusalsOptions {
  /** Of the slice. */
  readonly args: JsonObject;
  readonly context: Pick<JobContext, 'leftOut'>;
  /** Of the copy. */
  readonly index: string;
  /** @default refused */
  readonly what?: string;
}

/** Documents that a slice was refused: each of them is kept durably, and the first ones for its result. There may be millions. */
export class Refusals implements Refused {
  readonly #options: RefusalsOptions;
  readonly #most: number;
  #count = 0;
  #first: readonly RefusedDocument[] = [];

  constructor(options: RefusalsOptions) {
    this.#options = options;
    this.#most = mostKept(options.args);
  }

  get count(): number {
    return this.#count;
  }

  get first(): readonly RefusedDocument[] {
    return this.#first;
  }

  /** For people: where each of them is kept. */
  get place(): string | undefined {
    return this.#options.context.leftOut?.place;
  }

  async add(refused: readonly RefusedDocument[]): Promise<void> {
    if (refused.length === 0) return;
    const { context, index, what = 'refused' } = this.#options;
    await context.leftOut?.add(
      refused.map(({ id, routing, reason, type, version }) => ({
        what,
        id,
        details: { index, ...defined({ routing, type }), reason, ...defined({ version }) },
      })),
    );
    this.#count += refused.length;
    this.#first = [...this.#first, ...refused.slice(0, Math.max(0, this.#most - this.#first.length))];
  }

  /** A pass that begins anew is refused the same documents again, which count once where they are kept. */
  restart({ count, first }: Pick<Refused, 'count' | 'first'> = { count: 0, first: [] }): void {
    this.#count = count;
    this.#first = first;
  }
}
