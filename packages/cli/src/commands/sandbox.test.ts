import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DATA_CHOICES } from '../generated/data-choices.generated.ts';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';

const KIND = DATA_CHOICES[0]?.name ?? '';
const OPTION = DATA_CHOICES[0]?.options[0]?.name ?? '';

describe('the sandbox', () => {
  test('says where it is, answers, and ends when it is interrupted', async () => {
    const io = new FakeIo();
    const ready = new Promise<string>((resolve) => {
      io.stdout.onWrite = resolve;
    });
    const ending = runCli(['sandbox', '--seed', '9', '--durations', '{"alicloudRunningMs":7}', '--faults', '[]'], io);
    const line: unknown = JSON.parse(await ready);
    expect(line).toMatchObject({ event: 'sandbox.ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    const { url } = line as { url: string };
    expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200);
    io.interrupt();
    expect(await ending).toBe(0);
    await expect(fetch(`${url}/_sandbox/health`)).rejects.toThrow();
  });

  test('prints exports for a shell, and leaves a bounded process behind', async () => {
    const io = new FakeIo();
    io.detachedLine = JSON.stringify({ event: 'sandbox.ready', url: 'http://127.0.0.1:1', env: { KEY: "it's" } });
    expect(await runCli(['sandbox', '--env', '--seed', '7'], io)).toBe(0);
    expect(io.stdout.text).toBe(
      `export KEY='it'\\''s'\nexport WAYBILL_SANDBOX_URL='http://127.0.0.1:1'\nexport WAYBILL_SANDBOX_PID='4711'\n`,
    );
    expect(io.detached).toEqual([['sandbox', '--port', '0', '--seed', '7', '--clock', 'real', '--for', '12h']]);
  });

  test('says that the one in the background has ended', async () => {
    const io = new FakeIo();
    expect(await runCli(['sandbox', '--env'], io)).toBe(1);
    expect(io.stdout.text).toBe('');
    expect(io.stderr.text).toContain('CLI_SANDBOX_ENDED');
    expect(io.stderr.text).not.toContain('port 0');
  });

  test('names a port that another process uses, in front and in the background', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const [front, background] = [new FakeIo(), new FakeIo()];
    expect(await runCli(['sandbox', '--port', String(port)], front)).toBe(1);
    expect(front.stderr.text).toContain(`--port ${port}: another process uses this port.\nhint: Stop that process`);
    expect(await runCli(['sandbox', '--env', '--port', String(port)], background)).toBe(1);
    expect(background.stderr.text).toContain(`uses port ${port}.\nhint: Stop that process`);
    taken.close();
    await once(taken, 'close');
  });

  test('takes a clock and credentials', async () => {
    const io = new FakeIo();
    const ready = new Promise<string>((resolve) => {
      io.stdout.onWrite = resolve;
    });
    const credentials = JSON.stringify({ huaweicloud: { accessKey: 'MYKEY' } });
    const ending = runCli(['sandbox', '--clock', 'virtual@2030-01-02T03:04:05Z', '--credentials', credentials], io);
    const { url, env } = JSON.parse(await ready) as { url: string; env: Record<string, string> };
    expect(env['HUAWEICLOUD_SDK_AK']).toBe('MYKEY');
    const advance = await fetch(`${url}/_sandbox/clock`, { method: 'POST', body: '{"advanceMs":55000}' });
    expect(advance.status).toBe(200);
    const { headers } = await fetch(`${url}/openapi/instances/es-cn-n6w1o1x0w001c/data-task`);
    expect(headers.get('date')).toBe('Wed, 02 Jan 2030 03:05:00 GMT');
    io.interrupt();
    expect(await ending).toBe(0);
  });

  test.each([
    [['--clock', 'slow'], '--clock slow is not a clock.'],
    [['--clock', 'virtual@noon'], '--clock virtual@noon is not a clock.'],
    [['--credentials', '{"huaweicloud":{"ak":"x"}}'], 'huaweicloud.ak is not a credential.'],
    [['--for', '5 hours'], '--for 5 hours is not a duration.'],
    [['--port', '70000'], '--port 70000 is higher than 65535.'],
    [['--data', 'nothing'], '--data nothing is not a kind of data.'],
    [['--data', `${KIND},nothing`], '--data nothing is not a kind of data.'],
    [['--data', 'real', '--clock', 'virtual'], '--data real needs the real clock, not --clock virtual.'],
    [['--data', KIND, '--clock', 'fixed'], `--data ${KIND} needs the real clock, not --clock fixed.`],
    [[`--${OPTION}`, '[]'], `--${OPTION} has no effect without --data ${KIND}.`],
    [['--seed', 'x'], '--seed x is not a whole number of at least 0.'],
    [['--faults', '{}'], '--faults takes a list of rules.'],
    [['--settings', '{"a":'], '--settings:1:6: no valid JSON from here on.'],
    [
      ['--credentials', '{"huaweicloud":\n {"accessKey":"canary"},}'],
      '--credentials:2:25: no valid JSON from here on.',
    ],
    [['--settings', '{"a":1,"a":2}'], '--settings gives a twice.'],
    [['--durations', 'missing.json'], 'missing.json cannot be read: there is no such file.'],
  ])('%j is refused', async (flags, message) => {
    const io = new FakeIo();
    expect(await runCli(['sandbox', ...flags], io)).toBe(1);
    expect(io.stderr.text).toContain(message);
    expect(io.stderr.text).not.toContain('canary');
  });

  test.each([
    ['{\n  "alicloud": { "clusters": [ }\n}\n', 'account.json:2:31: no valid JSON from here on.'],
    ['5\n', 'account.json is neither a JSON object nor a list.'],
    ['{"a":1,"a":2}', 'account.json gives a twice.'],
  ])('a file of %j is refused with its place', async (text, message) => {
    const io = new FakeIo({ cwd: mkdtempSync(join(tmpdir(), 'waybill-sandbox-')) });
    writeFileSync(join(io.cwd, 'account.json'), text);
    for (const option of ['--settings', '--faults', '--durations', '--credentials']) {
      expect(await runCli(['sandbox', option, 'account.json'], io)).toBe(1);
      expect(io.stderr.text).toContain(`${option} ${message}`);
    }
  });
});
