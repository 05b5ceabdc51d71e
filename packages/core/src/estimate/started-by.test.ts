import { expect, it } from 'vitest';
import type { Step } from '../graph/graph.ts';
import { startedBy } from './started-by.ts';

const step = (kind: Step['kind'], address: string, ...needs: string[]) => ({ kind, address, needs }) as unknown as Step;

it('is the call before a wait, through the waits between', () => {
  const call = step('call', 'create');
  const found = step('await', 'find', 'create');
  const running = step('await', 'await-running', 'find', 'create');
  const done = step('await', 'await', 'await-running');
  for (const wait of [found, running, done]) expect(startedBy(wait, [call, found, running, done])).toEqual(['create']);
});

it('is what a wait needs of another unit, and what other steps between them end with', () => {
  const outside = step('await', 'find', 'other.await');
  const gate = step('gate', 'approve', 'find');
  const done = step('await', 'await', 'find', 'approve');
  expect(startedBy(done, [outside, gate, done])).toEqual(['other.await', 'approve']);
});

it('is a wait itself that nothing comes before', () => {
  const first = step('await', 'find');
  expect(startedBy(step('await', 'await', 'find'), [first])).toEqual(['find']);
  expect(startedBy(first, [first])).toEqual([]);
});
