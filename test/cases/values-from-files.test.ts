import { afterAll, expect, test } from 'vitest';
import { CliFolder } from './support/cli-folder.ts';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

folder.write(
  'plan.yaml',
  `version: 1
name: values
inputs:
  zip: {}
  n: { type: number, default: 7 }
providers: { search: { type: alicloud-elasticsearch, region: cn-beijing } }
migrations:
  tasks: { uses: search.ListDataTasks, with: { InstanceId: "z\${{ inputs.zip }}-\${{ inputs.n }}" } }
`,
);

async function instanceFor(...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await folder.run(['plan', 'plan.yaml', '--offline', '--no-estimate', '--json', ...words]);
  return /openapi\/instances\/([^/]+)\//.exec(stdout)?.[1] ?? /"path":"([^"]*)"/.exec(stdout)?.[1] ?? stderr + stdout;
}

test.each([
  ['values.json', '{"zip": "02142"}'],
  ['mark.json', '\ufeff{"zip": "02142"}\r\n'],
  ['plain.txt', 'zip=02142\n'],
  ['mark.txt', '\ufeffzip=02142\r\n'],
  ['double.txt', 'zip="02142"\n'],
  ['single.txt', "# a comment\nzip='02142'\n"],
])('a file of values with a mark or with quotes means the same: %s', async (name, content) => {
  folder.write(name, content);
  expect(await instanceFor('--var-file', name)).toBe('z02142-7');
});

test('quotes that do not surround the value are a part of it, and so are those on the command line', async () => {
  folder.write('odd.txt', 'zip=0"2\n');
  for (const words of [
    ['--var-file', 'odd.txt'],
    ['--var', 'zip="02142"'],
  ]) {
    const { stderr } = await folder.run(['validate', 'plan.yaml', ...words]);
    expect(stderr).toContain(words[0] === '--var' ? '`z"02142"-7`' : '`z0"2-7`');
  }
});

test.each([
  ['a key that is given twice', '{"zip": "1", "zip": "2"}', 'twice.json gives zip twice.'],
  ['bytes that are not UTF-8', Buffer.from('{"zip": "\xfc"}', 'latin1'), 'twice.json is not UTF-8 text: byte 10'],
  ['UTF-16', Buffer.from('\ufeff{"zip": "1"}', 'utf16le'), 'twice.json is in UTF-16.'],
])('%s is refused', async (_what, content, words) => {
  folder.write('twice.json', content);
  const { code, stderr } = await folder.run(['validate', 'plan.yaml', '--var-file', 'twice.json']);
  expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
});

test('a number keeps its digits in a text, or is refused', async () => {
  expect(await instanceFor('--var', 'zip=1', '--var', 'n=70')).toBe('z1-70');
  const { code, stderr } = await folder.run(['validate', 'plan.yaml', '--var', 'zip=1', '--var', 'n=1.10']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('`1.10` is the number 1.1')]);
});

test('a saved preview that gives a key twice is refused', async () => {
  await folder.run(['plan', 'plan.yaml', '--offline', '--no-estimate', '--var', 'zip=1', '--out', 'saved.json']);
  const { stdout } = await folder.run(['show', 'saved.json', '--json']);
  folder.write('edited.json', stdout.replace('"digest":', '"digest":"0","digest":'));
  const { code, stderr } = await folder.run(['show', 'edited.json']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('it contains a key twice')]);
});
