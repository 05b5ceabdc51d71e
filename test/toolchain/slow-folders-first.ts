import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the tests are that take seconds, the slowest first, and what they spend them on. */
const SLOW_FOLDERS: readonly (readonly [folder: string, kind: 'waiting' | 'computing'])[] = [
  ['test/elasticsearch/', 'waiting'],
  ['test/redis/', 'waiting'],
  ['test/servers/', 'waiting'],
  ['test/e2e/', 'waiting'],
  ['test/ci/', 'waiting'],
  ['test/library/', 'waiting'],
  ['test/browser/', 'waiting'],
  ['test/sim/', 'computing'],
  ['test/docs/', 'computing'],
  ['test/faults/', 'computing'],
  ['test/fuzz/', 'computing'],
  ['test/estimate/', 'computing'],
];

/** What comes after them, the slowest first. All files elsewhere together take less than a minute. */
const SHORT_FOLDERS = ['packages/cli/src/', 'test/'] as const;

/** One file that computes begins after so many that wait for servers, processes and timers: neither keep the cores busy alone. */
const WAITING_FOR_EACH_COMPUTING = 2;

/**
 * A clean checkout has no durations of earlier runs, and a long file that begins last runs alone on one core. With the
 * short ones last, all cores end together. Of the short ones, files with a worker of their own come before those that share
 * theirs: a shared worker ends when the next file is not one of its own.
 */
export class SlowFoldersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const sorted = (await super.sort(files)).toSorted((a, b) => rankOf(a.moduleId, root) - rankOf(b.moduleId, root));
    const kindOf = ({ moduleId }: TestSpecification) => SLOW_FOLDERS[rankOf(moduleId, root)]?.[1] ?? 'short';
    const { waiting = [], computing = [], short = [] } = Object.groupBy(sorted, kindOf);
    const isolated = ({ project }: TestSpecification): number => Number(project.config.isolate);
    return [...mix(waiting, computing), ...short.toSorted((a, b) => isolated(b) - isolated(a))];
  }
}

/** Files of one rank keep the order that vitest gives them. */
export function rankOf(file: string, root: string): number {
  const folders = [...SLOW_FOLDERS.map(([folder]) => folder), ...SHORT_FOLDERS];
  const rank = folders.findIndex((folder) => file.startsWith(`${root}/${folder}`));
  return rank === -1 ? folders.length : rank;
}

/** Both kinds by turns, each in its own order, and then what is left of one. */
export function mix<File>(waiting: readonly File[], computing: readonly File[]): File[] {
  const turns = Math.max(computing.length, Math.ceil(waiting.length / WAITING_FOR_EACH_COMPUTING));
  return Array.from({ length: turns }, (_, turn) => [
    ...waiting.slice(turn * WAITING_FOR_EACH_COMPUTING, (turn + 1) * WAITING_FOR_EACH_COMPUTING),
    ...computing.slice(turn, turn + 1),
  ]).flat();
}
