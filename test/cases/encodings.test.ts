import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CliFolder } from './support/cli-folder.ts';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

const PLAN = `version: 1
name: shop
description: Größen, 尺寸 und 🚚

providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }

migrations:
  tasks:
    uses: search.ListDataTasks
    with: { InstanceId: es-cn-1 }
`;

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

async function validate(content: string | Uint8Array): Promise<{ readonly code: number; readonly text: string }> {
  folder.write('plan.yaml', content);
  const { code, stdout, stderr } = await folder.run(['validate', 'plan.yaml']);
  return { code, text: stdout + stderr };
}

test.each([
  ['as it is', PLAN],
  ['with a byte order mark', `\ufeff${PLAN}`],
  ['with Windows line ends', PLAN.replaceAll('\n', '\r\n')],
  ['with both', `\ufeff${PLAN.replaceAll('\n', '\r\n')}`],
])('a plan in UTF-8 is valid %s', async (_how, content) => {
  expect((await validate(content)).text).toContain('plan.yaml is valid');
});

test.each([
  [
    'Latin-1',
    Buffer.from(PLAN.replace('尺寸 und 🚚', ''), 'latin1'),
    'PLAN_ENCODING: file that is not UTF-8\n  plan.yaml:3:16',
  ],
  ['one bad byte at the end', Buffer.concat([Buffer.from(PLAN), Buffer.from([0xff])]), 'plan.yaml:12:1'],
  ['UTF-16', utf16(PLAN), 'PLAN_ENCODING: file in UTF-16\n  plan.yaml:1:1'],
  ['UTF-16 with the big end first', utf16(PLAN).swap16(), 'PLAN_ENCODING: file in UTF-16'],
  ['old Mac line ends', PLAN.replaceAll('\n', '\r'), 'PLAN_LINE_ENDS: old Mac line ends'],
  [
    'a carriage return inside a line',
    PLAN.replace('name: shop', 'name: sh\rop'),
    'PLAN_LINE_ENDS: carriage return inside a line\n  plan.yaml:2:9',
  ],
  [
    'half a surrogate pair',
    PLAN.replace('Größen, 尺寸 und 🚚', '"\\ud83d"'),
    'PLAN_ENCODING: text with half a character\n  plan.yaml:3:14',
  ],
])('a plan with %s is refused, with the place', async (_what, content, words) => {
  const { code, text } = await validate(content);
  expect(code).toBe(1);
  expect(text).toContain(words);
  expect(text).not.toContain('PLAN_EMPTY');
});

test('every command that takes a plan refuses one that is not UTF-8, and changes nothing', async () => {
  const bytes = Buffer.from(PLAN, 'latin1');
  folder.write('latin1.yaml', bytes);
  for (const words of [['plan', '--offline'], ['apply', '--auto-approve'], ['fmt'], ['graph'], ['show'], ['status']]) {
    const [command = '', ...more] = words;
    const { code, stderr } = await folder.run([command, 'latin1.yaml', ...more]);
    expect([command, code]).toEqual([command, 1]);
    expect(stderr).toMatch(/PLAN_ENCODING|not UTF-8/);
  }
  expect(readFileSync(join(folder.path, 'latin1.yaml'))).toEqual(bytes);
});

test('fmt keeps the line ends of a Windows checkout, and --check takes them', async () => {
  folder.write('crlf.yaml', PLAN.replaceAll('\n', '\r\n'));
  expect(await folder.run(['fmt', '--check', 'crlf.yaml'])).toMatchObject({ code: 0 });
  const untidy = PLAN.replace('{ type', '{type').replaceAll('\n', '\r\n');
  folder.write('untidy.yaml', untidy);
  expect(await folder.run(['fmt', 'untidy.yaml'])).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder.path, 'untidy.yaml'), 'utf8')).toBe(PLAN.replaceAll('\n', '\r\n'));
});

test.skipIf(process.platform === 'win32')(
  'a pipe, a device and a directory are refused wherever a file is named',
  async () => {
    expect(spawnSync('mkfifo', [join(folder.path, 'pipe')]).status).toBe(0);
    mkdirSync(join(folder.path, 'directory'));
    folder.write('good.yaml', PLAN);
    for (const [path, what] of [
      ['pipe', 'a pipe'],
      ['/dev/zero', 'a device'],
      ['directory', 'a directory'],
    ] as const) {
      for (const words of [
        ['validate', path],
        ['fmt', path],
        ['show', path],
        ['plan', path],
        ['validate', 'good.yaml', '--var-file', path],
      ]) {
        const { code, stderr } = await folder.run(words);
        expect([words, code]).toEqual([words, 1]);
        expect(stderr).toContain(`CLI_FILE_UNREADABLE: ${path} is ${what}`);
      }
    }
  },
);
