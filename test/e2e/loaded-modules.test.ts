import { expect, it } from 'vitest';
import { COMMAND_SOURCE } from './support/command-program.ts';
import { LIST_MODULES } from './support/list-modules.ts';
import { createFolder, StartedProcess } from './support/processes.ts';

async function packagesLoadedBy(...words: readonly string[]): Promise<readonly string[]> {
  const env = { PATH: process.env['PATH'] ?? '' };
  const args = ['--import', LIST_MODULES, COMMAND_SOURCE, ...words];
  const { code, stderr } = await new StartedProcess(process.execPath, args, { cwd: createFolder(), env }).ended;
  expect(code).toBe(0);
  const named = [...stderr.matchAll(/\/(?:packages|node_modules)\/(?!\.pnpm)(@[^/]+\/[^/]+|[^/@]+)\/[^\n]*$/gm)];
  return [...new Set(named.map(([, name = '']) => name))].toSorted();
}

it.each([['--version'], ['version']])('%s loads nothing but itself', async (words) => {
  expect(await packagesLoadedBy(words)).toEqual(['cli']);
});

it.each([['--help'], ['apply --help']])(
  '%s loads the commands, and nothing that reads or runs a plan',
  async (words) => {
    expect(await packagesLoadedBy(...words.split(' '))).toEqual(['cli', 'commander', 'node']);
  },
);

it('what the versions of providers are asked of is loaded for them', async () => {
  expect(await packagesLoadedBy('version', '--json')).toEqual(expect.arrayContaining(['core', 'provider-redis']));
});
