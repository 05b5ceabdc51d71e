/** A binary heap: the highest priority first, and of equal ones the one that came first. */
export class PriorityQueue<Item> {
  readonly #heap: Entry<Item>[] = [];
  #arrivals = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(item: Item, priority: number): void {
    this.#arrivals += 1;
    this.#heap.push({ item, priority, arrival: this.#arrivals });
    this.#siftUp(this.#heap.length - 1);
  }

  pop(): Prioritised<Item> | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (top === undefined || last === undefined) return undefined;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#siftDown(0);
    }
    return top;
  }

  #siftUp(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #siftDown(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let first = index;
      if (left < this.#heap.length && this.#isBefore(left, first)) first = left;
      if (right < this.#heap.length && this.#isBefore(right, first)) first = right;
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }

  #isBefore(left: number, right: number): boolean {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return false;
    return a.priority === b.priority ? a.arrival < b.arrival : a.priority > b.priority;
  }

  #swap(left: number, right: number): void {
    const a = this.#heap[left];
    const b = this.#heap[right];
    if (a === undefined || b === undefined) return;
    this.#heap[left] = b;
    this.#heap[right] = a;
  }
}

export interface Prioritised<Item> {
  readonly item: Item;
  readonly priority: number;
}

interface Entry<Item> extends Prioritised<Item> {
  readonly arrival: number;
}
