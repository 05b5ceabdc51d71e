import { assertInvariant } from '../errors.ts';
import type { Prioritised } from './priority-queue.ts';

/**
 * The highest priority first, and of equal ones the one that came first, for many items of few priorities: adding and taking
 * one costs the same however many there are. Where most priorities differ, `PriorityQueue` is the one to use.
 */
export class BucketQueue<Item> {
  /** Of rising priorities; none is empty. */
  readonly #buckets: Bucket<Item>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: Item, priority: number): void {
    this.#bucketOf(priority).push(item);
    this.#size += 1;
  }

  pop(): Prioritised<Item> | undefined {
    const bucket = this.#buckets.at(-1);
    if (bucket === undefined) return undefined;
    const item = bucket.shift();
    if (bucket.size === 0) this.#buckets.pop();
    this.#size -= 1;
    return { item, priority: bucket.priority };
  }

  #bucketOf(priority: number): Bucket<Item> {
    const place = this.#buckets.findLastIndex((bucket) => bucket.priority <= priority);
    const found = this.#buckets[place];
    if (found?.priority === priority) return found;
    const created = new Bucket<Item>(priority);
    this.#buckets.splice(place + 1, 0, created);
    return created;
  }
}

/** Fewer are not worth a new list. */
const MOST_TAKEN = 64;

/** The items of one priority, oldest first. */
class Bucket<Item> {
  readonly priority: number;
  #items: Item[] = [];
  /** So many at the beginning were taken. */
  #taken = 0;

  constructor(priority: number) {
    this.priority = priority;
  }

  get size(): number {
    return this.#items.length - this.#taken;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item {
    assertInvariant(this.size > 0, 'a bucket that is empty is no more');
    const item = this.#items[this.#taken] as Item;
    this.#taken += 1;
    if (this.#taken >= MOST_TAKEN && this.#taken * 2 >= this.#items.length) this.#dropTaken();
    return item;
  }

  /** At most as many are moved as were taken since the last time. */
  #dropTaken(): void {
    this.#items = this.#items.slice(this.#taken);
    this.#taken = 0;
  }
}
