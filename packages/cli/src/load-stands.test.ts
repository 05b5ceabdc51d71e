import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CliError } from './cli-error.ts';
import { loadStands } from './load-stands.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-load-stands-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function stand(name: string, without?: string): string {
  const members = [
    ['name', `'${name}'`],
    ['serviceNames', `['${name}']`],
    ['credentials', '{}'],
    ['settings', '{}'],
    ['durations', '{}'],
    ['env', '() => ({})'],
    ['mergeSettings', '() => ({})'],
    ['open', '() => ({})'],
  ];
  return `{ ${members.flatMap(([key, value]) => (key === without ? [] : [`${key}: ${value}`])).join(', ')} }`;
}

async function load(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return (await loadStands({ stand: Object.keys(files) }, folder)).map(({ name }) => name);
}

describe('loadStands', () => {
  test('loads no file that is not named', async () => {
    writeFileSync(join(folder, 'stand.mjs'), 'throw new Error("its code ran");');
    expect(await loadStands({}, folder)).toEqual([]);
  });

  test('gives the stands of all files, one or several of each, in their order', async () => {
    const both = `export const stands = [${stand('b')}, ${stand('c')}]; export const stand = ${stand('a')};`;
    expect(await load({ 'both.mjs': both, 'one.mjs': `export const stand = ${stand('d')};` })).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  test.each([
    ['code that throws', 'throw new Error("first line\\nsecond");', 'loading it failed (first line).'],
    ['no JavaScript', 'export const', 'loading it failed ('],
    ['no stand', 'export const other = 1;', 'it exports neither `stand` nor `stands`.'],
    ['an empty list', 'export const stands = [];', 'it exports neither `stand` nor `stands`.'],
    ['a text', 'export const stand = "a";', 'lacks `name` (string), `serviceNames` (object)'],
    ['nothing', 'export const stand = null;', 'lacks `name` (string)'],
    ['one without `open`', `export const stand = ${stand('a', 'open')};`, 'lacks `open` (function).'],
    ['one with null', `export const stand = { ...${stand('a')}, settings: null };`, 'lacks `settings` (object).'],
    ['one of a name twice', `export const stands = [${stand('a')}, ${stand('a')}];`, 'Two stands have the name a.'],
  ])('refuses a file with %s, and says which', async (_what, text, why) => {
    const error = await load({ 'mine.mjs': text }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CliError);
    expect(String((error as CliError).message)).toMatch(/^--stand mine\.mjs cannot be used as a simulated vendor: /);
    expect(String((error as CliError).message)).toContain(why);
  });

  test('refuses a file that is not there', async () => {
    await expect(loadStands({ stand: ['gone.mjs'] }, folder)).rejects.toThrow('--stand gone.mjs cannot be used');
  });
});
