import type { Scalar } from 'yaml';

export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a part of a scalar's value stands in the source. Escapes, folding and indentation make value and source differ, so
 * the part is looked for by its text, at the same occurrence; when it is not there verbatim, the whole scalar is the place.
 */
export function rangeInScalar(source: string, node: Scalar, part: OffsetRange): OffsetRange {
  const [from, to] = node.range ?? [0, 0];
  const value = typeof node.value === 'string' ? node.value : '';
  const wanted = value.slice(part.start, part.end);
  const text = source.slice(from, to);
  let position = text.indexOf(wanted);
  for (let skipped = countBefore(value, wanted, part.start); skipped > 0 && position !== -1; skipped -= 1) {
    position = text.indexOf(wanted, position + 1);
  }
  if (wanted === '' || position === -1) return { start: from, end: to };
  return { start: from + position, end: from + position + wanted.length };
}

function countBefore(value: string, wanted: string, end: number): number {
  let count = 0;
  for (let at = value.indexOf(wanted); wanted !== '' && at !== -1 && at < end; at = value.indexOf(wanted, at + 1))
    count += 1;
  return count;
}
