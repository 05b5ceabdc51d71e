import { describe, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';

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

  test.each([
    [['--port', '70000'], '--port 70000 is higher than 65535.'],
    [['--seed', 'x'], '--seed x is not a whole number of at least 0.'],
    [['--faults', '{}'], '--faults takes a list of rules.'],
    [['--settings', '{"a":'], '--settings {"a": is not valid JSON.'],
    [['--durations', 'missing.json'], 'missing.json cannot be read: there is no such file.'],
  ])('%j is refused', async (flags, message) => {
    const io = new FakeIo();
    expect(await runCli(['sandbox', ...flags], io)).toBe(1);
    expect(io.stderr.text).toContain(message);
  });
});
