import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '..', '..', 'templates', 'ci', 'github', 'pack-state.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function pack(state: string): string {
  const output = join(folder, 'output');
  writeFileSync(output, '');
  execFileSync(process.execPath, [SCRIPT], {
    env: { PLAN_STATE: state, GITHUB_OUTPUT: output, RUNNER_TEMP: folder },
  });
  return readFileSync(output, 'utf8')
    .trim()
    .replace(/^path=/, '');
}

test('a state whose run was killed is packed with what is still beside it', () => {
  const live = join(folder, 'live.db');
  using writer = new DatabaseSync(live);
  writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE records (seq INTEGER PRIMARY KEY, body TEXT)');
  writer.exec("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO records VALUES (1, 'only in the log')");
  const killed = join(folder, 'killed');
  mkdirSync(killed);
  for (const ending of ['', '-wal']) copyFileSync(`${live}${ending}`, join(killed, `shop.db${ending}`));

  const packed = pack(join(killed, 'shop.db'));
  expect(packed).toMatch(/\/waybill-\w+\/shop\.db$/);
  const alone = join(folder, 'alone.db');
  copyFileSync(packed, alone);
  using reader = new DatabaseSync(alone);
  expect({ ...reader.prepare('SELECT body FROM records').get() }).toEqual({ body: 'only in the log' });
  // The control: without its log, the file that was copied does not hold the record.
  const bare = join(folder, 'bare.db');
  copyFileSync(live, bare);
  using other = new DatabaseSync(bare);
  expect(other.prepare('SELECT body FROM records').get()).toBeUndefined();
});

test('where there is no state, there is nothing to keep', () => {
  expect(pack(join(folder, 'none.db'))).toBe('');
});
