import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { FakeIo, type FakeIoOptions } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';

const UNTIDY = `migrations:
    orders: {uses: search.index-migration,  with: {}} # one
providers:
    # where it goes
    search: {type: alicloud-elasticsearch}
name: shop   # of the state
version: 1
`;
const TIDY = 'version: 1\nname: tidy\n\nproviders: {}\n\nmigrations: {}\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-fmt-'));
  writeFileSync(join(folder, 'shop.yaml'), UNTIDY);
  writeFileSync(join(folder, 'tidy.yaml'), TIDY);
  writeFileSync(join(folder, 'broken.yaml'), 'name: [shop\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(words: readonly string[], options: FakeIoOptions = {}) {
  const io = new FakeIo({ cwd: folder, ...options });
  const code = await runCli(['fmt', ...words], io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('a session', async () => {
  let transcript = '';
  for (const words of [
    ['shop.yaml', 'tidy.yaml', '--check'],
    ['shop.yaml', 'broken.yaml'],
    ['shop.yaml', 'tidy.yaml', '--check', '--json'],
    ['shop.yaml', 'tidy.yaml'],
    ['shop.yaml', 'tidy.yaml'],
    ['shop.yaml', '--check'],
  ]) {
    const { code, stdout, stderr } = await run(words);
    transcript += `$ waybill fmt ${words.join(' ')}\n${stdout}${stderr}[exit code ${code}]\n\n`;
  }
  transcript += `$ cat shop.yaml\n${read('shop.yaml')}`;
  expect(transcript).toBe(golden('fmt.txt', transcript));
});

test('--check, and a plan that cannot be read, change no file', async () => {
  await run(['shop.yaml', '--check']);
  await run(['shop.yaml', 'broken.yaml']);
  expect(read('shop.yaml')).toBe(UNTIDY);
});

test('only files that change are written, whole, with their permissions, behind their links', async () => {
  chmodSync(join(folder, 'shop.yaml'), 0o640);
  symlinkSync('shop.yaml', join(folder, 'link.yaml'));
  const before = statSync(join(folder, 'tidy.yaml'));
  expect(await run(['link.yaml', 'tidy.yaml'])).toEqual({ code: 0, stdout: 'link.yaml\n', stderr: '' });
  expect(read('shop.yaml')).toMatch(/^version: 1\n/);
  expect(statSync(join(folder, 'shop.yaml')).mode & 0o777).toBe(0o640);
  expect(statSync(join(folder, 'tidy.yaml')).ino).toBe(before.ino);
  expect(readdirSync(folder).toSorted()).toEqual(['broken.yaml', 'link.yaml', 'shop.yaml', 'tidy.yaml']);
});

test('- formats standard input', async () => {
  const { stdout, code } = await run(['-'], { stdin: UNTIDY });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^version: 1\nname: shop {3}# of the state\n/);
  expect(await run(['-', '--check'], { stdin: UNTIDY })).toMatchObject({ code: 1, stdout: '- is not formatted\n' });
  expect((await run(['-'], { stdin: 'a: [' })).stdout).toBe('');
});
