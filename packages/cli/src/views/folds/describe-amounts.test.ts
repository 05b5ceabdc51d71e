import type { Preview } from '@waybill/core';
import { expect, it, test } from 'vitest';
import { describeAmounts, formatBytes } from './describe-amounts.ts';

type Amounts = NonNullable<Preview['checks']['amounts']>;

it.each([
  [[{ of: 'documents', units: 2, count: 1_234, bytes: 2_500_000 }], '1,234 documents and 2.5 MB in 2 units'],
  [[{ of: 'documents', units: 1, count: 0, bytes: null }], '0 documents in 1 unit'],
  [
    [
      { of: 'documents', units: 1, count: 7, bytes: null },
      { of: 'keys', units: 1_500, count: null, bytes: 3_000 },
    ],
    '7 documents in 1 unit; 3.0 kB of keys in 1,500 units',
  ],
  [[{ of: 'keys', units: 1, count: null, bytes: null }], undefined],
  [undefined, undefined],
] as const satisfies readonly (readonly [Amounts | undefined, string | undefined])[])(
  'says %j as %s',
  (amounts, said) => {
    expect(describeAmounts({ checks: { amounts } } as unknown as Preview)).toBe(said);
  },
);

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [41_530_000_000, '41.5 GB'],
  [2e18, '2000.0 PB'],
])('%d bytes are %s', (bytes, said) => {
  expect(formatBytes(bytes)).toBe(said);
});
