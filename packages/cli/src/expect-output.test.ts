import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { expectOutput } from './expect-output.ts';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';

test.each([
  ['a device', '/dev/null', 'CLI_FILE_NOT_REGULAR'],
  ['a directory', tmpdir(), 'CLI_OPTION_INVALID'],
  ['a place in no folder', '/gone/p.json', 'CLI_OPTION_INVALID'],
  ['a folder that takes no files', '/proc/p.json', 'CLI_OPTION_INVALID'],
])('%s is refused', (_name, path, code) => {
  expect(() => expectOutput('--out', path, tmpdir())).toThrow(expect.objectContaining({ code }));
});

test('what is wrong is said of the folder, and not of the draft beside the file', () => {
  expect(() => expectOutput('--out', '/gone/p.json', tmpdir())).toThrow(/: the folder \/gone does not exist\.$/);
  expect(() => expectOutput('--out', '/proc/p.json', tmpdir())).toThrow(/: [^.]*\(E[A-Z]+\)\.$/);
});

test('plan looks where it saves before it reads the plan', async () => {
  const io = new FakeIo({ cwd: tmpdir() });
  expect(await runCli(['plan', 'gone.yaml', '--out', '/dev/null'], io)).toBe(1);
  expect(io.stderr.text).toContain('CLI_FILE_NOT_REGULAR');
});
