import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { commandProgram } from './support/command-program.ts';
import { createFolder, StartedProcess, waitFor } from './support/processes.ts';

it('runs in the background of a shell that evaluates its exports, until it is stopped', async () => {
  const start =
    'eval "$("$0" "$1" sandbox --env --seed 3)" && echo "$WAYBILL_SANDBOX_URL $WAYBILL_SANDBOX_PID $HUAWEICLOUD_SDK_AK"';
  const env = { PATH: process.env['PATH'] ?? '' };
  const shell = new StartedProcess('sh', ['-c', start, process.execPath, commandProgram()], {
    cwd: createFolder(),
    env,
  });
  const { code, stdout } = await shell.ended;
  expect(code).toBe(0);
  const [url = '', pid = '', accessKey] = stdout.trim().split(' ');
  onTestFinished(() => stop(Number(pid)));
  expect(accessKey).toBe('SANDBOXACCESSKEY0000');
  expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200);
  // A sandbox that nobody stops must not stay for ever.
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')).toContain('--for');
  stop(Number(pid));
  await waitFor('it has ended', async () => (await fetch(url).catch(() => 'gone')) === 'gone');
});

function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended.
  }
}
