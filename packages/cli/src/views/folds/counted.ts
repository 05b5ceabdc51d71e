/** `1 unit`, `2 units`, `1,234 units`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** What has no thousands to separate needs no tables of languages, whose loading takes 10 ms. */
export function formatCount(count: number): string {
  return Number.isInteger(count) && Math.abs(count) < 1_000 ? String(count) : count.toLocaleString('en-US');
}
