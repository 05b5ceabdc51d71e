/** `1 unit`, `2 units`, `1,234 units`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
