import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters } from './testing/two-clusters.ts';
import type { JsonSummary } from './views/documents/json-objects.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const unit = (name: string, level: string): string => `  ${name}:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy-${name} }, method: bulk }
    verify: { level: ${level} }
`;

test('the end of a run says what its units have compared, by result and level', async () => {
  session = await openTwoClusters(['a', 'b'].map((name) => unit(name, 'digest')).join('') + unit('c', 'counts'));
  const { code, stdout, stderr } = await session.run('apply', ['--auto-approve']);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('compared: 2 units equal by digest, 40 documents\n');
  expect(stdout).toContain('compared: 1 unit equal by counts, 20 documents\n');
});

test('as JSON, and apart from what a comparison that is made again has found', async () => {
  session = await openTwoClusters(unit('a', 'digest') + unit('b', 'counts'));
  const applied = await session.run('apply', ['--auto-approve', '--json', '--quiet']);
  expect((JSON.parse(applied.stdout) as JsonSummary).compared).toEqual([
    { result: 'equal', units: 1, level: 'digest', documents: 20 },
    { result: 'equal', units: 1, level: 'counts', documents: 20 },
  ]);
  const verified = await session.run('verify', ['--json', '--quiet']);
  const summary = JSON.parse(verified.stdout) as JsonSummary;
  expect([summary.verification?.units.equal, summary.compared]).toEqual([2, undefined]);
});
