import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CliIo } from './cli-io.ts';

/**
 * By so much the heap may grow between two collections. Left alone V8 lets a large one grow to more than twice of what is in use;
 * this takes a fifth more processor time, and half of the memory (`docs/benchmarks.md`, "At scale").
 */
const HEAP_GROWTH_PERCENT = 26;
/**
 * Pages of documents are garbage at once. With 70, a comparison of a million keys takes up to 12 MB more, with 100 another 10 MB;
 * each takes a twentieth less processor time.
 */
const HEAP_GROWTH_OF_DATA_PERCENT = 50;

/** What new objects are made in, both halves together. Left alone V8 lets it grow to 128 MB, which stay in memory. */
const YOUNG_SPACE_BYTES = 64 * 1_024 ** 2;
/** A comparison of a million keys takes 10 MB less with it than with 16 MB, and a tenth more processor time. */
const YOUNG_SPACE_OF_DATA_BYTES = 4 * 1_024 ** 2;

/** What was saved for a large plan is not given up for data. */
export function createMemorySaver(): Pick<CliIo, 'saveMemory' | 'collectGarbage'> {
  let percent = Number.POSITIVE_INFINITY;
  return {
    saveMemory: (of = 'plan') => {
      const isLarge = percent === HEAP_GROWTH_PERCENT;
      percent = Math.min(percent, of === 'plan' ? HEAP_GROWTH_PERCENT : HEAP_GROWTH_OF_DATA_PERCENT);
      setFlagsFromString(`--heap-growing-percent=${percent}`);
      if (of === 'plan') savePlanMemory();
      else saveDataMemory(isLarge);
    },
    collectGarbage: async () => {
      if (percent !== HEAP_GROWTH_PERCENT) return;
      await nextTurn();
      endMarking();
      await nextTurn();
      collectGarbage();
    },
  };
}

/**
 * What a connection reads is outside of the heap. V8 collects what is new whenever twice this size of it was read, which takes
 * half a millisecond. With 8 in place of 1 it collects all of the heap before that comes: such memory counts there as well.
 */
const NEW_DATA_MEGABYTES = 1;

/** @param isLarge whether a large plan is in memory as well, whose young space stays what it is */
function saveDataMemory(isLarge: boolean): void {
  setFlagsFromString(`--scavenger-max-new-space-capacity-mb=${NEW_DATA_MEGABYTES}`);
  // Half of the heap is what the start of the command has left. Kept until the heap is full it would be in memory beside the data, and
  // the heap would be allowed to grow by a part of it as well.
  if (isLarge) collectGarbage();
  else shrinkYoungSpace();
  // Otherwise pages would let the part for what is new grow to 128 MB.
  setYoungSpaceGrowth(1);
}

/** The start of a command lets the young space grow to 8 to 32 MB, of which V8 gives back nothing but under need. */
function shrinkYoungSpace(): void {
  collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  growYoungSpace(YOUNG_SPACE_OF_DATA_BYTES);
}

function savePlanMemory(): void {
  // V8 keeps shapes of objects that are gone for two more collections, and with them whatever their constructors can reach: of a
  // run that has ended, all of it.
  setFlagsFromString('--retain-maps-for-n-gc=0');
  growYoungSpace(YOUNG_SPACE_BYTES);
}

/**
 * The size of the young space can be set before V8 starts; later, only by how much it grows. So it is let grow to what it
 * should have, by objects that survive, and no further.
 */
function growYoungSpace(leastBytes: number): void {
  const kept: number[][] = [];
  // Data may have been saved for before.
  setYoungSpaceGrowth(2);
  while (youngSpaceBytes() < leastBytes && kept.length < MOST_KEPT)
    for (let count = 0; count < KEPT_AT_ONCE; count += 1) kept.push(Array.from({ length: KEPT_LENGTH }, () => count));
  setYoungSpaceGrowth(1);
}

/** By so much it grows each time that too much of it survives; V8's own factor is 2, and with 1 it stays as large as it is. */
function setYoungSpaceGrowth(factor: 1 | 2): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

const KEPT_LENGTH = 1_000;
const KEPT_AT_ONCE = 100;
/** A tenth of a second, whatever V8 does. */
const MOST_KEPT = 10_000;

function youngSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? YOUNG_SPACE_BYTES;
}

function collectGarbage(): void {
  collector()();
}

/**
 * Asked to collect all of the heap while it is marking, V8 ends that, which may be all of the marking, and then collects once
 * more, in one turn. Where all collections are of the whole heap, one of what is new ends the marking and is over.
 */
function endMarking(): void {
  setFlagsFromString('--gc-global');
  collector()({ type: 'minor' });
  setFlagsFromString('--no-gc-global');
}

type Collect = (
  options?:
    | { readonly type: 'minor' }
    | Readonly<Record<'type' | 'execution' | 'flavor', 'major' | 'sync' | 'last-resort'>>,
) => void;

/** V8 gives its collector to contexts that are made after it was asked to. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
