import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const YOUNG_SPACE_BYTES = 64 * 1_024 ** 2;

/** In a process of its own: flags of V8 are for all that runs in one. */
function youngSpaceAfter(saves: readonly ('data' | 'plan')[]): number {
  const program = `
    const { createMemorySaver } = await import(${JSON.stringify(new URL('save-memory.ts', import.meta.url).href)});
    const { getHeapSpaceStatistics } = await import('node:v8');
    const { saveMemory } = createMemorySaver();
    for (const of of ${JSON.stringify(saves)}) saveMemory(of);
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

it.each([{ saves: ['plan'] }, { saves: ['plan', 'data', 'plan'] }, { saves: ['data', 'plan'] }] as const)(
  'gives a large plan a young space of its size, whatever was saved before: $saves',
  ({ saves }) => {
    const sizeBytes = youngSpaceAfter(saves);
    expect(sizeBytes).toBeGreaterThanOrEqual(YOUNG_SPACE_BYTES);
    expect(sizeBytes).toBeLessThanOrEqual(2 * YOUNG_SPACE_BYTES);
  },
);

/** What a process has in its heap that made this much garbage before, in bytes. */
function heapAfterStart(saves: readonly ('data' | 'plan')[]): number {
  const program = `
    const { createMemorySaver } = await import(${JSON.stringify(new URL('save-memory.ts', import.meta.url).href)});
    const { saveMemory } = createMemorySaver();
    let left = Array.from({ length: 1_000_000 }, (_, at) => [at]);
    left = undefined;
    await new Promise((resolve) => setImmediate(resolve));
    for (const of of ${JSON.stringify(saves)}) saveMemory(of);
    console.log(process.memoryUsage().heapUsed);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

it('leaves nothing in the heap of what the start of the command has made, before data passes through it', () => {
  expect(heapAfterStart([])).toBeGreaterThan(30 * 1_024 ** 2);
  expect(heapAfterStart(['data'])).toBeLessThan(15 * 1_024 ** 2);
});

/** Whether something that nothing uses any more is gone once garbage was collected. */
function isGoneAfter(saves: readonly ('data' | 'plan')[]): boolean {
  const program = `
    const { createMemorySaver } = await import(${JSON.stringify(new URL('save-memory.ts', import.meta.url).href)});
    const { saveMemory, collectGarbage } = createMemorySaver();
    for (const of of ${JSON.stringify(saves)}) saveMemory(of);
    const dropped = new WeakRef({});
    // What was just made is kept until the turn ends.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    console.log(dropped.deref() === undefined);`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

it.each([
  { saves: [], isGone: false },
  { saves: ['data'], isGone: false },
  { saves: ['plan'], isGone: true },
  { saves: ['plan', 'data'], isGone: true },
] as const)('collects garbage for a large plan alone: $saves', ({ saves, isGone }) => {
  expect(isGoneAfter(saves)).toBe(isGone);
});
