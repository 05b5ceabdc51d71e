import { expect, test } from 'vitest';
import type { FakeIo } from './testing/fake-io.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

/** Asks for the metrics as soon as the command says where they are. */
function scrapeOf({ stderr }: FakeIo): Promise<{ readonly url: string; readonly text: string }> {
  return new Promise((resolve, reject) => {
    stderr.onWrite = (text) => {
      const url = /Metrics are served at (http:\S+)\.\n/.exec(text)?.[1];
      if (url !== undefined) fetch(url).then(async (response) => resolve({ url, text: await response.text() }), reject);
    };
  });
}

test('a run serves its metrics until it has ended, and says where', async () => {
  await using session = await SandboxSession.open();
  const io = session.io();
  const scraped = scrapeOf(io);
  const run = session.runWith(io, 'apply', ['--quiet', '--metrics', '127.0.0.1:0']);
  const { url, text } = await scraped;
  expect(text).toContain('# TYPE waybill_calls_total counter');
  expect(text).toMatch(/^waybill_units\{status="succeeded"\} \d+$/m);
  expect((await run).code).toBe(3);
  await expect(fetch(url)).rejects.toThrow();
});

test('an address that is none is refused, and nothing is made', async () => {
  await using session = await SandboxSession.open();
  const refused = await session.run('apply', ['--metrics', 'nowhere']);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining('nowhere is no address to serve metrics at.'),
  ]);
  expect((await session.run('resume')).stderr).toContain('CLI_STATE_MISSING');
});
