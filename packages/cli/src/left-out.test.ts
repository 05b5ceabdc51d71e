import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus, JsonSummary } from './views/documents/json-objects.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

/** Two documents of the source have a field that the mapping of the copy does not take. */
async function open(method: string, more = ''): Promise<void> {
  session = await SandboxSession.open(
    planOfTwoClusters(`  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: copy, mappings: { dynamic: strict, properties: { total: { type: long } } } }
      ${method}
${more}`),
  );
  setOld([...TWENTY_DOCUMENTS, ...['bad (1)', 'bad2'].map((_id) => ({ _id, _source: { zz: 1 } }))]);
}

function setOld(
  documents: readonly { readonly _id: string; readonly _source: Readonly<Record<string, number>> }[],
): void {
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '7.10.2', security: null, indices: { orders: { documents } } },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
}

/** One line, however wide the terminal is. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

async function differences(command: string): Promise<{ said: string; lines: readonly unknown[] }> {
  const { stderr } = await session.run(command, ['--differences', 'left.jsonl']);
  const text = readFileSync(join(session.folder, 'left.jsonl'), 'utf8').trimEnd();
  return { said: flat(stderr), lines: text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as unknown) };
}

async function writeTo(index: string, ids: readonly string[]): Promise<void> {
  const body = ids.map((_id) => `${JSON.stringify({ create: { _id } })}\n{"zz":1}\n`).join('');
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${session.sandbox.url}/clusters/${index}/_bulk`, { method: 'POST', body, headers });
  expect(await answer.json()).toMatchObject({ errors: false });
}

async function deleteFrom(index: string, ...ids: readonly string[]): Promise<void> {
  const body = ids.map((_id) => `${JSON.stringify({ delete: { _id } })}\n`).join('');
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${session.sandbox.url}/clusters/${index}/_bulk`, { method: 'POST', body, headers });
  expect(status).toBe(200);
}

const REASON = 'strict_dynamic_mapping_exception';
const LISTED = `Left out of the copy, as the plan allows ▲ orders: 2 refused: ${REASON} (bad (1), bad2)`;
const DETAILS = { index: 'copy', type: REASON, reason: REASON };
const PLACE = 'shop.db.refused.jsonl, next to the state';
const REFUSED = ['bad (1)', 'bad2'].map((id) => ({ what: 'refused', id, details: { reason: REASON } }));

test('documents that a plan tolerates to be refused are counted and named wherever its end is shown', async () => {
  await open('method: bulk', '      tolerate: 2\n    verify: { level: digest }\n');
  const applied = await session.run('apply', ['--json']);
  expect(applied.code, applied.stderr).toBe(0);
  expect((lastLine(applied.stdout) as JsonSummary).omitted).toEqual([
    { unit: 'orders', count: 2, named: REFUSED, place: PLACE },
  ]);
  const compared = { result: 'equal', units: 1, level: 'digest', omitted: 2 };
  expect((lastLine(applied.stdout) as JsonSummary).compared).toEqual([compared]);
  expect(flat((await session.run('resume')).stdout)).toContain(LISTED);
  expect(flat((await session.run('status')).stdout)).toContain(LISTED);
  expect((JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus).omitted).toHaveLength(1);

  const named = await differences('status');
  expect(named.said).toContain('Wrote 2 differences of 1 unit');
  expect(named.lines).toEqual(
    ['bad (1)', 'bad2'].map((id) => ({ unit: 'orders', step: 'orders.copy', what: 'refused', id, ...DETAILS })),
  );

  const report = JSON.parse((await session.run('show', ['--json'])).io.stdout.text) as { units: readonly object[] };
  expect(report.units[0]).toMatchObject({
    omitted: { count: 2, named: REFUSED },
    verified: { result: 'equal', level: 'digest', omitted: 2 },
  });
  const text = flat((await session.run('show')).stdout);
  expect(text).toContain('1 unit equal by digest, but for 2 that the plan allows to be missing');
  expect(text).toContain(LISTED);
  for (const format of ['markdown', 'html']) {
    const { stdout } = await session.run('show', ['--format', format]);
    expect(flat(stdout)).toContain('2 that the plan allows to be missing');
    expect(stdout.replaceAll('\\', '')).toContain(REASON);
    expect(stdout.replaceAll('\\', '')).toContain('bad (1), bad2');
  }
});

test('all of them are in a file beside the state, of which a line has each, whatever their number', async () => {
  const many = Array.from({ length: 30 }, (_, at) => `bad${String(at).padStart(2, '0')}`);
  await open('method: bulk', '      tolerate: 30\n');
  setOld([...TWENTY_DOCUMENTS, ...many.map((_id) => ({ _id, _source: { zz: 1 } }))]);
  expect((await session.run('apply')).code).toBe(0);
  for (const command of ['resume', 'status', 'show'])
    expect(flat((await session.run(command)).stdout)).toContain(`and 10 more; all of them are in ${PLACE}`);
  const { said, lines } = await differences('status');
  expect(said).toContain('Wrote 30 differences of 1 unit');
  expect(said).not.toContain('are not named');
  expect(lines).toEqual(many.map((id) => ({ unit: 'orders', step: 'orders.copy', what: 'refused', id, ...DETAILS })));
  const kept = readFileSync(join(session.folder, '.waybill', 'shop.db.refused.jsonl'), 'utf8');
  expect(kept.trimEnd().split('\n')).toHaveLength(30);
});

test('they are named where they fail the unit', async () => {
  await open('method: bulk');
  const { code, stdout } = await session.run('apply');
  expect(code).not.toBe(0);
  expect(flat(stdout)).toContain('What it left out is in shop.db.refused.jsonl, next to the state.');
  expect((await differences('status')).lines).toHaveLength(2);
});

test('a comparison that is made again names them too, and says so of what it found', async () => {
  await open('method: bulk', '      tolerate: 2\n    verify: { level: digest }\n');
  expect((await session.run('apply')).code).toBe(0);
  const verified = await session.run('verify', ['--differences', 'left.jsonl']);
  expect(verified.code).toBe(0);
  expect(flat(verified.stdout)).toContain('compared: 1 equal, but for 2 that the plan allows to be missing');
  expect(flat(verified.stdout)).toContain('orders: 2 missing: bad (1), bad2');
  const { lines } = await differences('verify');
  expect(lines).toEqual(
    ['bad (1)', 'bad2'].map((id) => ({ unit: 'orders', step: 'orders.verify', what: 'missing', id })),
  );
  expect(flat((await session.run('status')).stdout)).toContain(
    '1 unit equal by digest, but for 2 that the plan allows to be missing',
  );
  const counted = await session.run('verify', ['--level', 'counts']);
  expect(flat(counted.stdout)).toContain('compared: 1 equal, but for 2 that the plan allows to be missing');
});

test('another document that is missing later is none of them, although as many are', async () => {
  await open('method: bulk', '      tolerate: 2\n    verify: { level: digest }\n');
  expect((await session.run('apply')).code).toBe(0);
  await deleteFrom('old/orders', 'bad2');
  await deleteFrom('new/copy', 'd3');
  for (const level of ['digest', 'sample']) {
    const { code, stdout, stderr } = await session.run('verify', ['--level', level]);
    expect([code, flat(stdout + stderr)]).toEqual([8, expect.stringContaining('2 missing in the copy (bad (1), d3)')]);
  }
});

test.each(['digest', 'counts'])(
  'what a round could not write, within what is tolerated, may be missing by %s',
  async (level) => {
    await open(
      'method: bulk',
      `      tolerate: 3
    verify: { level: ${level} }
    catch_up: { until: 0 }
    cutover: { mode: clients }
`,
    );
    expect((await session.run('apply')).code).toBe(3);
    await writeTo('old/orders', ['bad3']);
    const moved = await session.run('cutover', ['--auto-approve']);
    expect(moved.code, flat(moved.stdout + moved.stderr)).toBe(3);
    expect(flat((await session.run('status')).stdout)).toContain(`orders: 3 refused: ${REASON} (`);
    const verified = await session.run('verify');
    expect(verified.code, flat(verified.stdout)).toBe(0);
    expect(flat(verified.stdout)).toContain('but for 3 that the plan allows to be missing');
  },
);

test('of all that is refused, by the copy and by rounds, no more may be missing than is tolerated', async () => {
  await open(
    'method: bulk',
    `      tolerate: 2
    verify: { level: digest }
    catch_up: { until: 0 }
    cutover: { mode: clients }
`,
  );
  expect((await session.run('apply')).code).toBe(3);
  await writeTo('old/orders', ['bad3']);
  const moved = await session.run('cutover', ['--auto-approve']);
  expect(moved.code).toBe(8);
  expect(flat(moved.stdout)).toContain('3 missing in the copy');
});

test('an operator reads of them before clients are led to the copy', async () => {
  await open(
    'method: bulk',
    '      tolerate: 2\n    verify: { level: digest }\n    cutover: { mode: clients, gate: false }\n',
  );
  expect((await session.run('apply')).code).toBe(3);
  const shown = async (): Promise<string> => flat((await session.run('cutover', [], { answer: 'n' })).stderr);
  expect(await shown()).toMatch(/Compared: equal by digest, but for 2 that the plan allows to be missing, \S+ ago/);
  expect(await shown()).toContain(`Left out of the copy, as the plan allows: 2 refused: ${REASON} (bad (1), bad2)`);
  await session.run('verify', ['--level', 'counts']);
  expect(await shown()).toMatch(/Compared: equal by counts, but for 2 that the plan allows to be missing, \S+ ago/);
});

test.each([
  ['remote', 'orders.reindex'],
  ['auto', 'orders.copy'],
])(
  'those that a failed copy by the cluster was refused are named, and are no allowance of the plan: %s',
  async (method, step) => {
    await open(`method: ${method}`);
    const applied = await session.run('apply', ['--json']);
    expect(applied.code).toBe(5);
    const summary = lastLine(applied.stdout) as JsonSummary;
    expect(summary.failures[0]?.message).toBe(
      `2 documents were refused of 22 that were read: ${REASON} (bad (1), bad2).`,
    );
    expect(summary).not.toHaveProperty('omitted');
    const { said, lines } = await differences('status');
    expect(said).toContain('Wrote 2 differences of 1 unit');
    expect(lines).toMatchObject([
      { step, what: 'refused', id: 'bad (1)', reason: REASON },
      { step, what: 'refused', id: 'bad2', reason: REASON },
    ]);
  },
);

test('a unit whose slice was refused too many to read on has all of those in the file', async () => {
  await open('method: bulk');
  await writeTo(
    'old/orders',
    Array.from({ length: 1_000 }, (_, number) => `bad-${number}`),
  );
  const applied = await session.run('apply');
  expect(applied.code).toBe(5);
  expect(flat(applied.stdout)).toMatch(/Slice 1-of-\d failed: \d+ documents were refused/);
  const { said, lines } = await differences('status');
  expect(said).toMatch(/Wrote 1,\d{3} differences of 1 unit/);
  expect(new Set(lines.map((line) => (line as { readonly id: string }).id)).size).toBeGreaterThan(1_000);
});

test('nothing of it is shown once the unit was started over and left nothing out', async () => {
  await open('method: bulk', '      tolerate: 2\n');
  expect((await session.run('apply')).code).toBe(0);
  await deleteFrom('old/orders', 'bad (1)', 'bad2');
  expect((await session.run('redo', ['orders', '--reason', 'mended'])).code).toBe(0);
  expect((await session.run('resume')).stdout).not.toContain('Left out');
  expect((await differences('status')).lines).toEqual([]);
});
