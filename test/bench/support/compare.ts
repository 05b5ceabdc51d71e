export interface Contestants<Name extends string> {
  readonly rounds: number;
  /** Each does its work once and resolves with what is compared: milliseconds, where it measures itself. */
  readonly tasks: Readonly<Record<Name, () => Promise<number> | number>>;
}

/**
 * Medians of tasks that take turns, after one round that does not count. A shared machine that is slow for a while is
 * slow for all of them, so that their ratio means something where their times do not.
 */
export async function compare<Name extends string>(
  contestants: Contestants<Name>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants.tasks) as Name[];
  const measured = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= contestants.rounds; round += 1) {
    for (const name of names) {
      collectGarbage();
      const value = await contestants.tasks[name]();
      if (round > 0) measured.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(measured.get(name) ?? [])])) as Record<Name, number>;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((below ?? Number.NaN) + (above ?? Number.NaN)) / 2;
}

/** What one contestant leaves behind is not the next one's to clear away. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('benches run with --expose-gc');
  globalThis.gc();
}
