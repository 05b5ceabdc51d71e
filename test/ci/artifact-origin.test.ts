import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';

interface Own {
  readonly repositoryId: number;
  readonly workflowId: number;
  readonly defaultBranch: string;
}
type Wanted = { readonly kind: 'state' } | { readonly kind: 'preview'; readonly sha: string; readonly branch?: string };

const file = pathToFileURL(
  join(import.meta.dirname, '..', '..', 'templates', 'ci', 'github', 'artifact-origin.mjs'),
).href;
const { refuseOrigin } = (await import(file)) as {
  refuseOrigin: (run: object, own: Own, wanted: Wanted) => string | undefined;
};

const OWN: Own = { repositoryId: 1, workflowId: 7, defaultBranch: 'main' };
const WANTED: readonly Wanted[] = [
  { kind: 'state' },
  { kind: 'preview', sha: 'aa' },
  { kind: 'preview', sha: 'aa', branch: 'other' },
];
const run = fc.record({
  repository: fc.constantFrom({ id: 1 }, { id: 2 }, null),
  head_repository: fc.constantFrom({ id: 1 }, { id: 2 }, null),
  workflow_id: fc.constantFrom(7, 8),
  event: fc.constantFrom(
    'push',
    'pull_request',
    'pull_request_target',
    'workflow_dispatch',
    'workflow_run',
    'schedule',
  ),
  head_branch: fc.constantFrom('main', 'other', null),
  head_sha: fc.constantFrom('aa', 'bb'),
});

test('a run is accepted exactly when all of its origin is right', () => {
  fc.assert(
    fc.property(run, fc.constantFrom(...WANTED), (found, wanted) => {
      const isHome = found.repository?.id === 1 && found.head_repository?.id === 1 && found.workflow_id === 7;
      const isRight =
        wanted.kind === 'state'
          ? found.head_branch === 'main' && ['push', 'workflow_dispatch', 'schedule'].includes(found.event)
          : found.event === 'pull_request' &&
            found.head_sha === wanted.sha &&
            (wanted.branch === undefined || found.head_branch === wanted.branch);
      expect(refuseOrigin(found, OWN, wanted) === undefined).toBe(isHome && isRight);
    }),
    { numRuns: 2_000 },
  );
});
