import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters } from './testing/two-clusters.ts';

const PLAN = planOfTwoClusters(
  `  orders:
    uses: new.verify
    with:
      source: { connection: old, index: orders }
      target: { index: orders }
  after:
    uses: new.RefreshIndex
    needs: [orders]
    with: { index: orders }
`,
  'compare',
);

type Source = Readonly<Record<string, unknown>>;

const documents = (changes: Readonly<Record<string, Source>> = {}) =>
  Array.from({ length: 20 }, (_, at) => ({ _id: `d${at}`, _source: changes[`d${at}`] ?? { total: at } }));

/** The copy has another total in d7, lacks nothing, and has d99 alone. */
async function openDifferent(): Promise<SandboxSession> {
  const session = await SandboxSession.open(PLAN);
  const copied = [...documents({ d7: { total: 700 } }), { _id: 'd99', _source: {} }];
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', security: null, indices: { orders: { documents: documents() } } },
        { name: 'new', security: null, indices: { orders: { documents: copied } } },
      ],
    },
  });
  return session;
}

const lineOf = (text: string, kind: string): Record<string, unknown> =>
  text
    .split('\n')
    .filter((line) => line.includes(`"kind":"${kind}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .at(-1) ?? {};

test('a run that finds differences ends with 8, names them, and starts nothing that waits for the unit', async () => {
  await using session = await openDifferent();
  const { code, stdout } = await session.run('apply', ['--json']);
  const summary = lineOf(stdout, 'summary');
  expect([code, summary['exit_code'], summary['outcome']]).toEqual([8, 8, 'failed']);
  expect(summary['failures']).toMatchObject([
    {
      code: 'RUN_VERIFY_DIFFERENT',
      result: 'different',
      units: ['orders'],
      message: 'Source and copy differ: 1 only in the copy (d99); 1 changed (d7).',
    },
  ]);
  expect(summary['units']).toMatchObject({ failed: 1, skipped: 1 });
  expect((await session.run('resume')).code).toBe(8);
});

test('what differs goes into a file, without values', async () => {
  await using session = await openDifferent();
  const { stdout } = await session.run('apply');
  expect(stdout).toContain('finished, and verifications found differences');
  expect(stdout).toContain('waybill status shop.yaml --differences differences.jsonl');
  const { stderr } = await session.run('status', ['--differences', 'differences.jsonl']);
  expect(stderr).toContain('Wrote 2 differences of 1 unit into differences.jsonl.');
  const lines = readFileSync(join(session.folder, 'differences.jsonl'), 'utf8').trimEnd().split('\n');
  const at = { unit: 'orders', step: 'orders.verify' };
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { ...at, what: 'changed', id: 'd7' },
    { ...at, what: 'extra', id: 'd99' },
  ]);
});

test('a file that cannot be written is one error, and the status is shown all the same', async () => {
  await using session = await openDifferent();
  await session.run('apply');
  const { code, stdout, stderr } = await session.run('status', ['--differences', 'nowhere/d.jsonl']);
  expect(code).toBe(1);
  expect(stdout).toContain('RUN_VERIFY_DIFFERENT');
  expect(stderr.match(/^error .*/gm)).toEqual([
    'error CLI_OPTION_INVALID: --differences nowhere/d.jsonl cannot be written: the folder nowhere does not exist.',
  ]);
  const json = await session.run('status', ['--json', '--differences', 'nowhere/d.jsonl']);
  expect(lineOf(json.stdout, 'status')).toMatchObject({ differences: { found: 2, named: 2 } });
  expect(lineOf(json.stdout, 'error')).toMatchObject({ code: 'CLI_OPTION_INVALID' });
});

test('once they are mended, the proposed command compares all of it again', async () => {
  await using session = await openDifferent();
  await session.run('apply');
  const write = async (cluster: string, ...lines: readonly object[]): Promise<void> => {
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const headers = { 'content-type': 'application/json' };
    const url = `${session.sandbox.url}/clusters/${cluster}/orders/_bulk`;
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
  };
  // Mended in one place, and broken in another that was equal before.
  await write('new', { index: { _id: 'd7' } }, { total: 7 }, { index: { _id: 'd3' } }, { total: 333 });
  const again = await session.run('resume', ['--retry-failed', '--json']);
  expect(again.code).toBe(8);
  expect(lineOf(again.stdout, 'summary')['failures']).toMatchObject([
    { message: 'Source and copy differ: 1 only in the copy (d99); 1 changed (d3).' },
  ]);
  await write('new', { index: { _id: 'd3' } }, { total: 3 });
  await write('old', { index: { _id: 'd99' } }, {});
  expect((await session.run('resume', ['--retry-failed'])).code).toBe(0);
  const { stderr } = await session.run('status', ['--differences', 'none.jsonl']);
  expect(stderr).toContain('No difference was found');
});

test('a report says what comparisons found: of a run, and of verifications after it, in each form', async () => {
  await using session = await openDifferent();
  await session.run('apply');
  const reportOf = async (): Promise<{ totals: object; units: readonly object[] }> =>
    JSON.parse((await session.run('show', ['--json'])).io.stdout.text);
  const different = await reportOf();
  expect(different.totals).toMatchObject({ verified: { equal: 0, different: 1, unstable: 0 } });
  expect(different.units[0]).toMatchObject({ address: 'orders', verified: { result: 'different' } });
  expect(different.units[1]).not.toHaveProperty('verified');
  expect((await session.run('show')).stdout).toContain('1 unit different');

  const url = `${session.sandbox.url}/clusters/new/orders/_bulk`;
  const lines = [{ index: { _id: 'd7' } }, { total: 7 }, { delete: { _id: 'd99' } }].map((line) =>
    JSON.stringify(line),
  );
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(url, { method: 'POST', body: `${lines.join('\n')}\n`, headers })).status).toBe(200);
  expect((await session.run('resume', ['--retry-failed'])).code).toBe(0);
  const equal = await reportOf();
  expect(equal.totals).toMatchObject({ verified: { equal: 1, different: 0, unstable: 0 } });
  expect(equal.units[0]).toMatchObject({ verified: { result: 'equal', level: 'digest', documents: 20 } });
  for (const format of ['text', 'markdown', 'html']) {
    const { stdout } = await session.run('show', format === 'text' ? [] : ['--format', format]);
    expect(stdout).toContain('1 unit equal by digest, 20 documents, compared at');
  }

  expect((await session.run('verify', ['--level', 'counts'])).code).toBe(0);
  expect((await reportOf()).units[0]).toMatchObject({
    verified: { result: 'equal', level: 'counts', by: expect.any(String) as unknown },
  });
});
