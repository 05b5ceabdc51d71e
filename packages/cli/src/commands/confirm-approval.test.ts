import type { Graph, Step } from '@waybill/core';
import { expect, test } from 'vitest';
import { describeGates, foldTitles } from './confirm-approval.ts';

test('rounds in a row are one line, and everything else is a line of its own', () => {
  const round = (number: number): string => `copy what was written, round ${number} of 5 at most`;
  expect(foldTitles([round(2), round(3), round(4), 'freeze', round(5)])).toEqual([
    'copy what was written, round 2 to 4 of 5 at most',
    'freeze',
    round(5),
  ]);
  expect(foldTitles(['part 1 of 2', 'part 2 of 3'])).toEqual(['part 1 of 2', 'part 2 of 3']);
  expect(foldTitles(['check', 'check', 'check 1', 'watch 2'])).toEqual(['check', 'check', 'check 1', 'watch 2']);
  expect(foldTitles([])).toEqual([]);
});

test('what follows an approval is a list, a line for each step', () => {
  const gate = { kind: 'gate', address: 'u.gate', unit: 'u', title: 'gate', instruction: 'Stop the writers.' };
  const steps = [
    gate,
    { kind: 'call', address: 'u.stop', title: 'stop' },
    { kind: 'call', address: 'u.end', title: 'end' },
  ];
  const graph = { unitsByAddress: new Map([['u', { steps }]]) } as unknown as Graph;
  expect(describeGates([gate as unknown as Step], graph)).toEqual([
    'u.gate',
    '  Before: Stop the writers.',
    '  Then:',
    '    - stop',
    '    - end',
  ]);
});
