import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRunLog } from './run-log.ts';
import { FakeIo } from './testing/fake-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const STARTED = { at: 0, kind: 'unit.succeeded', unit: 'a' } as const;

test('events become JSON lines', async () => {
  const io = new FakeIo({ cwd: folder });
  {
    await using log = await createRunLog({ logFile: 'run.log' }, io);
    log.event(STARTED);
  }
  expect(JSON.parse(readFileSync(join(folder, 'run.log'), 'utf8'))).toMatchObject({
    level: 'info',
    unit: 'a',
    msg: 'unit.succeeded',
  });
  expect(io.stderr.text).toBe('');
});

test.runIf(existsSync('/dev/full'))('a full disk is reported once, and nothing is thrown', async () => {
  const io = new FakeIo({ cwd: folder });
  {
    await using log = await createRunLog({ logFile: '/dev/full' }, io);
    log.event(STARTED);
    log.event(STARTED);
  }
  expect(io.stderr.text).toMatch(/^warning: \/dev\/full cannot be written: ENOSPC.*\n$/);
});
