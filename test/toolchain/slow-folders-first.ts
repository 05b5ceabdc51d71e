import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the tests are that take seconds, the slowest first. All files elsewhere together take less than a minute. */
const SLOW_FOLDERS = [
  'test/elasticsearch/',
  'test/redis/',
  'test/servers/',
  'test/docs/',
  'test/e2e/',
  'test/sim/',
  'test/ci/',
  'test/browser/',
  'test/fuzz/',
  'test/faults/',
  'test/estimate/',
  'packages/cli/src/',
  'test/',
] as const;

/**
 * A clean checkout has no durations of earlier runs, and a long file that begins last runs alone on one core. With the
 * short ones last, all cores end together. Files with a worker of their own come before those that share theirs: a shared
 * worker ends when the next file is not one of its own.
 */
export class SlowFoldersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (a, b) =>
        Number(b.project.config.isolate) - Number(a.project.config.isolate) ||
        rankOf(a.moduleId, root) - rankOf(b.moduleId, root),
    );
  }
}

/** Files of one rank keep the order that vitest gives them. */
export function rankOf(file: string, root: string): number {
  const rank = SLOW_FOLDERS.findIndex((folder) => file.startsWith(`${root}/${folder}`));
  return rank === -1 ? SLOW_FOLDERS.length : rank;
}
