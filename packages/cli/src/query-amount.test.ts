import type { Preview } from '@waybill/core';
import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters } from './testing/two-clusters.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const UNIT = (query: string) => `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders${query} }, dest: { index: copy }, method: bulk }
`;

test.each([
  ['all of them', '', 'Lucene documents', 20],
  ['those that its query finds', ', query: { range: { total: { lt: 5 } } }', 'documents', 5],
])('a preview says how many documents of an index are copied: %s', async (_what, query, of, count) => {
  session = await openTwoClusters(UNIT(query));
  const { code, stdout } = await session.run('plan', ['--json']);
  const { checks } = JSON.parse(stdout) as Preview;
  expect([code, checks.amounts]).toEqual([0, [expect.objectContaining({ of, count })]]);
});
