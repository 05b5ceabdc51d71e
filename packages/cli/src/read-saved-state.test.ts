import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';

/** The session's state; every statement over a connection of its own. */
function inState<T>(session: SandboxSession, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(session.folder, STATE));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

const STATE = 'shop.state.db';
const AT = ['--state', STATE];

async function statusOf(session: SandboxSession): Promise<unknown> {
  const { code, stdout, stderr } = await session.run('status', [...AT, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

/** The same from the journal alone. */
async function statusOfJournal(session: SandboxSession): Promise<unknown> {
  const saved = inState(session, (database) =>
    database.prepare('SELECT seq, generation, mac FROM snapshot_head').get(),
  );
  inState(session, (database) => database.exec('DELETE FROM snapshot_head'));
  const found = await statusOf(session);
  inState(session, (database) =>
    database
      .prepare('INSERT INTO snapshot_head (id, seq, generation, mac) VALUES (1, ?, ?, ?)')
      .run(Number(saved?.['seq']), Number(saved?.['generation']), String(saved?.['mac'])),
  );
  return found;
}

test('status shows from a snapshot what the whole journal says, after runs and decisions', async () => {
  await using session = await SandboxSession.open();
  const compare = async (): Promise<unknown> => {
    const found = await statusOf(session);
    expect(found).toEqual(await statusOfJournal(session));
    return found;
  };
  await session.run('apply', [...AT, '--quiet']);
  const first = await compare();
  const settled = inState(session, (database) =>
    JSON.parse(String(database.prepare("SELECT body ->> 'settled' AS it FROM snapshot_part").get()?.['it'])),
  ) as readonly (readonly [string, number])[];
  expect(settled.length).toBeGreaterThan(1);
  const unit = settled[0]?.[0] ?? '';
  expect((await session.run('redo', [unit, ...AT, '--reason', 'the data was lost'])).code).toBe(0);
  expect(await compare()).not.toEqual(first);
  await session.run('resume', [...AT, '--quiet']);
  await compare();
  await session.run('skip', [settled[1]?.[0] ?? '', ...AT, '--reason', 'not needed']);
  await compare();
});

test('--why explains every unit from a snapshot as from the whole journal', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply', [...AT, '--quiet']);
  const { stdout } = await session.run('state list', [...AT, '--json']);
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly step: string }).step);
  const units = [...new Set(steps.map((step) => step.slice(0, step.lastIndexOf('.'))))];
  const explain = async () => {
    const texts = [];
    for (const unit of units) texts.push((await session.run('status', [...AT, '--json', '--why', unit])).stdout);
    return texts;
  };
  const fromSnapshot = await explain();
  inState(session, (database) => database.exec('DELETE FROM snapshot_head'));
  expect(await explain()).toEqual(fromSnapshot);
  expect(fromSnapshot.filter((text) => text.includes('It is done')).length).toBeGreaterThan(1);
});

test('a snapshot that was changed is not used; one that is whole spares reading the records that it covers', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply', [...AT, '--quiet']);
  const whole = await statusOf(session);
  inState(session, (database) => database.exec(`UPDATE journal SET body = '{}' WHERE seq = 2`));
  expect(await statusOf(session)).toEqual(whole);
  inState(session, (database) =>
    database.exec(`UPDATE snapshot_part SET body = replace(body, '"succeeded"', '"failed"')`),
  );
  const { code, stderr } = await session.run('status', AT);
  expect(code).not.toBe(0);
  expect(stderr).toContain('does not match its digest');
});
