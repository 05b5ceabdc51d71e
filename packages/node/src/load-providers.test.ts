import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { builtInProviders } from './generated/built-in-providers.generated.ts';
import { loadRegistryWith, ProviderModuleError } from './load-providers.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-load-providers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every file has a name of its own: a module is loaded once for each process. */
let count = 0;
function moduleOf(text: string): string {
  count += 1;
  const name = `provider-${count}.mjs`;
  writeFileSync(join(folder, name), text);
  return name;
}

const acme = (type: string): string =>
  `{ type: '${type}', version: '1', configSchema: { type: 'object' }, operations: {}, kinds: {}, checks: {}, polls: {},
     buildRequest: () => { throw new Error('none'); }, connect: () => { throw new Error('none'); } }`;

describe('modules of providers', () => {
  test('add their providers to the built-in ones, by name relative to a directory', async () => {
    const one = moduleOf(`export const provider = ${acme('acme-search')};`);
    const two = moduleOf(`export const providers = [${acme('acme-cache')}, ${acme('acme-queue')}];`);
    const registry = await loadRegistryWith([one, join(folder, two)], { cwd: folder });
    const builtIn = builtInProviders.map(({ type }) => type);
    expect([...registry.keys()]).toEqual([...builtIn, 'acme-search', 'acme-cache', 'acme-queue']);
  });

  test('that are not named leave the built-in ones', async () => {
    expect([...(await loadRegistryWith([])).keys()]).toEqual(builtInProviders.map(({ type }) => type));
  });

  test.each([
    ['exports nothing of the kind', 'export const supplier = 1;', /neither `provider` nor `providers`/],
    ['is no JavaScript', 'this is no module', /loading it failed/],
    ['throws', "throw new Error('not today');", /loading it failed \(not today\)/],
    ['exports null', 'export const provider = null;', /lacks `type` \(string\)/],
    ['lacks a function', `export const provider = { ...${acme('acme')}, connect: 1 };`, /lacks `connect` \(function\)/],
    [
      'has a type that is built in',
      `export const provider = ${acme(builtInProviders[0]?.type ?? '')};`,
      /a provider of type \S+ already exists/,
    ],
    ['has one type twice', `export const providers = [${acme('twice')}, ${acme('twice')}];`, /twice already/],
  ])('are refused when one %s', async (_what, text, message) => {
    const refused = loadRegistryWith([moduleOf(text)], { cwd: folder });
    await expect(refused).rejects.toThrow(ProviderModuleError);
    await expect(refused).rejects.toThrow(message);
  });

  test('that are missing are refused by name', async () => {
    await expect(loadRegistryWith(['gone.mjs'], { cwd: folder })).rejects.toThrow(/^gone\.mjs cannot be used/);
  });

  test.each([
    ['a package', moduleOf("import '@acme/absent';"), /^Install @acme\/absent in the module's folder/],
    ['the file', 'gone.mjs', /^Check the path/],
    ['nothing', moduleOf("throw new Error('not today');"), /^A provider module is/],
  ])('that lack %s say what to do about it', async (_what, file, hint) => {
    const refused = loadRegistryWith([file], { cwd: folder });
    await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(hint) });
  });

  test('that never finish loading are refused, whatever else keeps the process alive', async () => {
    const refused = loadRegistryWith([moduleOf('await new Promise(() => {});')], { cwd: folder, timeLimitMs: 20 });
    await expect(refused).rejects.toThrow(/^provider-\d+\.mjs cannot be used .*\(it did not end within 0\.02 s\)/);
  });

  const ALONE = `import { loadRegistryWith } from '${pathToFileURL(join(import.meta.dirname, 'load-providers.ts')).href}';
    try {
      await loadRegistryWith([process.argv[1]], { cwd: process.argv[2] });
    } catch (error) {
      console.log(error.message);
      process['exitCode'] = 5;
    }`;
  const loadAlone = (file: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', ALONE, file, folder], { encoding: 'utf8' });

  test('that wait for something that never comes are refused, and not left to end the process', () => {
    const file = moduleOf('await new Promise(() => {});');
    const why = 'loading it failed (it waits for something that never comes)';
    expect(loadAlone(file)).toMatchObject({ status: 5, stdout: `${file} cannot be used as a provider: ${why}.\n` });
  });

  test.each([0, 3])('that end the process by code %i end it as failed, and are named', (code) => {
    const file = moduleOf(`process.exit(${code});`);
    const { status, stderr } = loadAlone(file);
    expect(status).toBe(1);
    expect(stderr).toMatch(`error PROVIDER_MODULE_INVALID: ${file} cannot be used as a provider: the process ended`);
  });

  test('that end the process by the code of a signal leave it', () => {
    expect(loadAlone(moduleOf('process.exit(130);'))).toMatchObject({ status: 130, stderr: '' });
  });
});
