import type { Preview } from '@waybill/core';
import { formatCount } from './counted.ts';

/** How much data the units of a preview are about: `1,200 Lucene documents and 2.5 MB in 3 units`. Undefined: no check found it. */
export function describeAmounts({ checks }: Preview): string | undefined {
  const { amounts = [] } = checks;
  const parts = amounts.flatMap(({ of, units, count, bytes }) => {
    const said = [
      ...(count === null ? [] : [`${formatCount(count)} ${of}`]),
      ...(bytes === null ? [] : [count === null ? `${formatBytes(bytes)} of ${of}` : formatBytes(bytes)]),
    ];
    return said.length === 0
      ? []
      : [`${said.join(' and ')} in ${formatCount(units)} ${units === 1 ? 'unit' : 'units'}`];
  });
  return parts.length === 0 ? undefined : parts.join('; ');
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `2.5 MB`: decimal units, one digit after the point. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // What would be written as 1000.0 is one of the next unit.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
