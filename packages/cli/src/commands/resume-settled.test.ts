import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from '../testing/sandbox-session.ts';
import { resumeSettled } from './resume-settled.ts';

const STATE = 'shop.state.db';
const AT = ['--state', STATE];
/** Nothing of it waits for an operator. */
const AUTOMATIC = SHOP_PLAN.replace('cutover: { mode: manual }', 'cutover: { mode: none }');

async function openDone(): Promise<SandboxSession> {
  const session = await SandboxSession.open(AUTOMATIC);
  expect(await session.run('apply', [...AT, '--quiet'])).toMatchObject({ code: 0 });
  return session;
}

function query(session: SandboxSession, sql: string): readonly Readonly<Record<string, unknown>>[] {
  const database = new DatabaseSync(join(session.folder, STATE));
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

function dropSnapshot(session: SandboxSession): void {
  query(session, 'DELETE FROM snapshot_head');
}

/** What differs from run to run. */
function steady(text: string): string {
  return text
    .replaceAll(/run-\d+/g, 'run-N')
    .replaceAll(/\d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/"(at|record|duration_ms)":("[^"]*"|\d+)/g, '"$1":0')
    .replaceAll(/(done after|progress) \S+/g, '$1 SPAN');
}

async function outcomeOf(session: SandboxSession, flags: readonly string[]) {
  const before = query(session, 'SELECT * FROM journal').length;
  const { code, stdout, stderr } = await session.run('resume', [...AT, ...flags]);
  const records = query(session, `SELECT kind, step, body FROM journal WHERE seq > ${before} ORDER BY seq`);
  const texts = records.map(({ kind, step, body }) => ({ kind, step, body: steady(String(body)) }));
  return { code, stdout: steady(stdout), stderr: steady(stderr), records: texts };
}

/** Whether the short way is taken. It resumes where it is. */
async function isShort(session: SandboxSession, flags: object = {}): Promise<boolean> {
  const given = { state: STATE, var: [`endpoint=${session.sandbox.url}`], quiet: true, ...flags };
  return (await resumeSettled('shop.yaml', given, session.io(), {})) !== undefined;
}

test.each([[[]], [['--json']], [['--quiet']], [['--quiet', '--json']]])(
  'with the flags %j a plan that is done resumes from its snapshot as it does from plan and journal',
  async (flags) => {
    await using session = await openDone();
    expect(await isShort(session)).toBe(true);
    const short = await outcomeOf(session, flags);
    dropSnapshot(session);
    expect(await isShort(session)).toBe(false);
    const long = await outcomeOf(session, flags);
    expect(short).toEqual(long);
    expect(short).toMatchObject({ code: 0, records: [{ kind: 'run.started' }, { kind: 'run.ended' }] });
  },
);

test('a report, a selection, another text or other inputs take the long way', async () => {
  await using session = await openDone();
  expect(await isShort(session, { report: 'report.md' })).toBe(false);
  expect(await isShort(session, { target: ['orders'] })).toBe(false);
  expect(await isShort(session, { exclude: ['orders'] })).toBe(false);
  expect(await isShort(session, { var: ['endpoint=http://127.0.0.1:1'] })).toBe(false);
  session.writePlan(`${AUTOMATIC}# a comment\n`);
  expect(await isShort(session)).toBe(false);
  session.writePlan(AUTOMATIC);
  expect(await isShort(session)).toBe(true);
  expect(await session.run('redo', ['orders[orders-2024]', ...AT, '--reason', 'the data was lost'])).toMatchObject({
    code: 0,
  });
  expect(await isShort(session)).toBe(false);
});

test('a journal that was changed is refused, also where the snapshot covers it', async () => {
  await using session = await openDone();
  query(session, 'UPDATE journal SET t = t + 1 WHERE seq = 3');
  const { code, stderr } = await session.run('resume', AT);
  expect(code).toBe(1);
  expect(stderr).toContain('JOURNAL_UNUSABLE');
});
