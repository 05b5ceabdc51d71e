/** Of files that share a worker: none may change what the next one finds in the process. */
import { afterAll, expect } from 'vitest';
import { processState } from './process-state.ts';

const before = processState();

afterAll(() => {
  expect(processState(), 'this file changes its process, which other files share').toEqual(before);
});
