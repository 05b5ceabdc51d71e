import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus, JsonSummary } from './views/documents/json-objects.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

/** One line, however wide the terminal is. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');

/** Two units whose source lacks the alias that the copy is to get, of which `check-source` warns. */
async function open(): Promise<void> {
  session = await SandboxSession.open(
    planOfTwoClusters(`  orders:
    uses: new.reindex
    for_each: [orders-1, orders-2]
    with:
      source: { connection: old, index: "\${{ each.key }}" }
      dest: { index: "\${{ each.key }}" }
    cutover: { mode: clients, aliases: [everything] }
`),
  );
  const indices = { 'orders-1': { documents: TWENTY_DOCUMENTS }, 'orders-2': { documents: TWENTY_DOCUMENTS } };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '7.10.2', security: null, indices },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
}

test('what checks warned of during a run is shown at its end, by status and in every report', async () => {
  await open();
  const applied = await session.run('apply', ['--json', '--report', 'report.html']);
  expect(applied.code, applied.stderr).toBe(3);
  const { warnings = [] } = lastLine(applied.stdout) as JsonSummary;
  expect(warnings).toEqual([
    {
      step: 'check-source',
      message: expect.stringContaining('orders-1'),
      is_example: true,
      hint: expect.any(String),
      units: ['orders[orders-1]', 'orders[orders-2]'],
    },
  ]);
  const [warning] = warnings;
  const listed = flat(`▲ check-source: ${warning?.message} (and similar) hint: ${warning?.hint}`);

  expect((JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus).warnings).toEqual(warnings);
  expect(flat((await session.run('status')).stdout)).toContain(`Warnings ${listed}`);
  const html = readFileSync(join(session.folder, 'report.html'), 'utf8');
  expect(flat(html)).toMatch(/<h3>Warnings<\/h3>.*orders-1/);
  const report = JSON.parse((await session.run('show', ['--json'])).io.stdout.text) as { units: readonly object[] };
  const [first] = report.units;
  expect(first).toMatchObject({
    warnings: [{ step: 'orders[orders-1].check-source', message: warning?.message, hint: warning?.hint }],
  });
  expect(flat((await session.run('show')).stdout)).toContain(`Warnings ${listed}`);
  expect(flat((await session.run('show', ['--format', 'markdown'])).stdout)).toContain(':warning: check-source:');

  // Of what an earlier run warned, the end of another one says nothing again.
  const resumed = await session.run('resume', ['--json']);
  expect(lastLine(resumed.stdout) as JsonSummary).not.toHaveProperty('warnings');
});

test('what a unit warned of is forgotten when it is started over', async () => {
  await open();
  await session.run('apply');
  const redone = await session.run('redo', ['orders[orders-1]', '--reason', 'wrong mapping']);
  expect(redone.code, redone.stderr).toBe(0);
  const { warnings = [] } = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(warnings.map(({ units }) => units)).toEqual([['orders[orders-2]']]);
});

test('what a unit warned of that has left the plan is not shown any more', async () => {
  await open();
  await session.run('apply');
  const file = join(session.folder, 'shop.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('[orders-1, orders-2]', '[orders-2]'));
  const status = async () => JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect((await status()).warnings?.map(({ units }) => units)).toEqual([['orders[orders-2]']]);
});

test('nor once every unit of the plan is settled', async () => {
  await open();
  await session.run('apply');
  const file = join(session.folder, 'shop.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('[orders-1, orders-2]', '[orders-2]'));
  for (const code of [3, 0]) expect((await session.run('cutover', ['--auto-approve'])).code).toBe(code);
  const { warnings, units } = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(units).toMatchObject({ succeeded: 1 });
  expect(warnings?.map((warning) => warning.units)).toEqual([['orders[orders-2]']]);
});
