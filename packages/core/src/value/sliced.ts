/** Work that may take long, in slices of some milliseconds: it yields after each one. */
export type Sliced<Result> = Generator<void, Result>;

/** Does all of it before anything else. */
export function atOnce<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Does it slice by slice; what `pause` waits for is done in between. */
export async function inSlices<Result>(work: Sliced<Result>, pause: () => Promise<void>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await pause();
  }
}

/** `map` of all items, so many in each slice. */
export function* mapSliced<Item, Mapped>(
  items: Iterable<Item>,
  perSlice: number,
  map: (item: Item) => Mapped,
): Sliced<readonly Mapped[]> {
  const mapped: Mapped[] = [];
  yield* eachSliced(items, perSlice, (item) => mapped.push(map(item)));
  return mapped;
}

/** Does something with each item, so many in each slice. */
export function* eachSliced<Item>(items: Iterable<Item>, perSlice: number, work: (item: Item) => void): Sliced<void> {
  let count = 0;
  for (const item of items) {
    work(item);
    count += 1;
    if (count % perSlice === 0) yield;
  }
}
