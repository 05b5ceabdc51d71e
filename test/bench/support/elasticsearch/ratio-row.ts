import type { Row } from '../row.ts';

export interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly bar: { readonly least: number } | { readonly most: number } | undefined;
  readonly detail: string;
}

export function ratioRow({ what, value, bar, detail }: Ratio): Row {
  return { what, measured: `${value.toFixed(2)} ×`, ...barOf(value, bar), detail };
}

function barOf(value: number, bar: Ratio['bar']): Pick<Row, 'bar' | 'isHeld'> {
  if (bar === undefined) return { bar: 'none', isHeld: true };
  if ('least' in bar) return { bar: `≥ ${bar.least} ×`, isHeld: value >= bar.least };
  return { bar: `≤ ${bar.most} ×`, isHeld: value <= bar.most };
}

const MOST_MEGABYTES = 300;

/** `megabytes`: of each process that was seen. */
export function memoryRow(what: string, megabytes: readonly number[], detail: string): Row {
  const most = Math.max(...megabytes);
  return {
    what: `most memory of the command: ${what}`,
    measured: `${most.toFixed(0)} MB`,
    bar: `≤ ${MOST_MEGABYTES} MB`,
    isHeld: most <= MOST_MEGABYTES,
    detail,
  };
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function counted(count: number): string {
  return count.toLocaleString('en');
}
