import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildValuesSchema, readDeclaredInputs } from '@waybill/core/internal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LanguageServer } from './language-server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** As `docs/cli.md` shows it. */
const SCHEMA_LINE = '# yaml-language-server: $schema=shop.values.schema.json\n';
const INPUTS = `inputs:
  sink: { description: target instance, default: es-cn-0 }
  region: {}
  shards: { type: number, default: 3, description: Primary shards of a new index. }
  live: { type: boolean, default: false }
  keys: { type: list }
  owners: { type: map, default: {} }
  admin_password: { default: canary-default }
`;

let folder: string;
let server: LanguageServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-values-'));
  const { inputs = {} } = readDeclaredInputs(INPUTS, { file: 'shop.yaml' });
  writeFileSync(join(folder, 'shop.values.schema.json'), JSON.stringify(buildValuesSchema(inputs)));
  writeFileSync(join(folder, 'any.schema.json'), readFileSync(join(ROOT, 'schemas', 'values.editor.json')));
  server = await LanguageServer.start(folder);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function findingsIn(text: string, line = SCHEMA_LINE): Promise<readonly string[]> {
  const { findings } = await server.open(folder, line + text);
  return findings.map((finding) => `${finding.line - 1}: ${finding.message}`);
}

test('the line that names the schema is the one in the documentation', () => {
  expect(readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8')).toContain(`\`\`\`yaml\n${SCHEMA_LINE}\`\`\``);
});

describe('findings', () => {
  test.each([
    'sink: es-cn-7\nregion: eu-de\nshards: 5\nlive: True\nkeys: [a, 2]\nowners: { a: team-a }\n',
    'region: 02142 # as it is written\nshards: "5"\nlive: "true"\n',
    'region: $${{ as it is }}\n',
    'keys:\n  - a\n  - b\n',
    '# every input has its default\n',
  ])('there are none in %j', async (text) => {
    expect(await findingsIn(text)).toEqual([]);
  });

  test.each([
    ['snik: es-cn-7', '1: Property snik is not allowed.'],
    ['region: eu-de\nshards: five', '2: Write a decimal number, such as 5 or 2.5.'],
    ['live: yes', '1: Write true or false.'],
    ['keys: a', '1: Write a list, such as [a, b].'],
    ['owners: [a]', '1: Write a map, such as { a: 1, b: 2 }.'],
    ['sink:', '1: Write a text. References are for the plan, and lists and maps for inputs of these types.'],
    [
      'sink: ${{ secrets.es }}',
      '1: Write a text. References are for the plan, and lists and maps for inputs of these types.',
    ],
    ['region: [eu-de]', '1: Write a text. References are for the plan, and lists and maps for inputs of these types.'],
  ])('%j', async (text, finding) => {
    expect(await findingsIn(`${text}\n`)).toEqual([finding]);
  });

  test('without a plan, what holds for every file of values', async () => {
    const line = SCHEMA_LINE.replace('shop.values', 'any');
    expect(await findingsIn('sink: es-cn-7\nkeys: [a]\nowners: { a: b }\n', line)).toEqual([]);
    for (const text of ['sink:\n', 'sink: ${{ inputs.other }}\n'])
      expect(await findingsIn(text, line)).toEqual([expect.stringMatching(/^1: Write the value itself/)]);
  });
});

test('the inputs of the plan are offered, in an empty file those that have no default', async () => {
  const completions = await server.complete(folder, `${SCHEMA_LINE}|`);
  const labels = completions.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['sink', 'region', 'shards', 'live', 'keys', 'owners', 'values']));
  const { insertText = '' } = completions.find(({ label }) => label === 'values') ?? {};
  expect(Object.keys(Object.fromEntries(insertText.split('\n').map((line) => line.split(':'))))).toEqual(
    expect.arrayContaining(['region', 'keys']),
  );
  const text = insertText.replaceAll(/\$\{\d:([^}]*)\}/g, '$1');
  expect(await findingsIn(`${text}\n`)).toEqual([]);
});

test.each([
  ['sink|: a\n', ['#### sink', 'target instance. An input of type string.', 'Default: es-cn-0.']],
  ['shards|: 1\n', ['Primary shards of a new index. An input of type number.', 'Default: 3.']],
  ['region|: a\n', ['An input of type string that has no default.']],
])('hover shows what the plan says of an input: %j', async (text, expected) => {
  const shown = await server.hover(folder, SCHEMA_LINE + text);
  for (const words of expected) expect(shown).toContain(words);
});

test('a default that may be secret is not shown', async () => {
  expect(readFileSync(join(folder, 'shop.values.schema.json'), 'utf8')).not.toContain('canary');
});
