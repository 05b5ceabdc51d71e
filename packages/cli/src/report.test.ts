import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { golden } from './testing/golden.ts';
import { SandboxSession, type SessionResult } from './testing/sandbox-session.ts';
import { TROUBLE, TROUBLED_PLAN } from './testing/troubled-plan.ts';

async function runBare(session: SandboxSession, ...words: readonly string[]): Promise<SessionResult> {
  const io = session.io();
  const code = await runCli(words, io);
  return { code, stdout: session.steady(io.stdout.text), stderr: session.steady(io.stderr.text), io };
}

test('show tells what became of a plan, with evidence that anyone can check', async () => {
  await using session = await SandboxSession.open(TROUBLED_PLAN);
  session.sandbox.control.setFaults(TROUBLE);
  expect((await session.run('apply', ['--quiet'])).code).toBe(5);
  expect((await session.run('skip', ['orders[orders-2025]', '--reason', 'not needed, OPS-17'])).code).toBe(0);
  const { stdout, code } = await session.run('show');
  const steady = stdout.replace(/\b\d+s( in all)?\b/g, 'Ns$1');
  expect([code, steady]).toEqual([0, golden('report.txt', steady)]);
  const markdown = (await session.run('show', ['--format', 'markdown'])).stdout.replace(/\b\d+s\b/g, 'Ns');
  expect(markdown).toBe(golden('report.md', markdown));

  const report = JSON.parse((await session.run('show', ['--json'])).io.stdout.text);
  const journal = (await session.run('state export')).io.stdout.text;
  expect(report.evidence.sha256).toBe(createHash('sha256').update(journal).digest('hex'));
  expect(report.preview.schedule.samples).toBeGreaterThan(0);
});

test('a saved preview becomes the report of the run that applied it', async () => {
  await using session = await SandboxSession.open();
  await session.run('plan', ['--out', 'p.json', '--target', 'orders']);
  const { code, io } = await runBare(session, 'apply', 'p.json', '--quiet', '--report', 'report.html');
  expect(code).toBe(0);
  expect(io.collections, 'what the run used is let go before its report is made').toBe(1);
  const page = readFileSync(join(session.folder, 'report.html'), 'utf8');
  const { digest } = JSON.parse(readFileSync(join(session.folder, 'p.json'), 'utf8'));
  expect(page).toContain(digest);
  expect(page.startsWith('<!doctype html>')).toBe(true);
  const shown = JSON.parse((await runBare(session, 'show', 'p.json', '--report', '--json')).io.stdout.text);
  expect(shown).toMatchObject({ kind: 'report', is_rebuilt: false, outcome: 'succeeded' });
  expect(shown.preview.digest).toBe(digest);
  expect((await session.run('plan', ['--format', 'html'])).stdout).toContain('<!doctype html>');
});

test('a report of another ending is refused before anything is done', async () => {
  await using session = await SandboxSession.open();
  const { code, stderr } = await session.run('apply', ['--report', 'report.pdf']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('--report report.pdf does not end in .html, .md, .json or .txt.'),
  ]);
  expect(existsSync(join(session.folder, '.waybill'))).toBe(false);
});
