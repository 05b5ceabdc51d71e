import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { builtInProviders } from '@waybill/node';
import { describe, expect, it } from 'vitest';
import { provider } from './provider.ts';
import { archiveStand } from './stand.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What is shipped, built or checked with; tests, documents, examples and what a script writes follow from it. */
const FILES = globSync(
  [
    'packages/*/{src,browser}/**/*.{ts,css,html}',
    'packages/*/{package,tsconfig}*.json',
    'scripts/**/*.{ts,mjs}',
    'schemas/**/*.json',
    'ci/**/*',
    '*.{json,ts,yaml}',
  ],
  { cwd: ROOT, exclude: ['**/node_modules/**', '**/dist/**'] },
)
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !/\.test\.ts$|\/testing\/|\/generated\/|\.generated\.|^pnpm-lock|plan\.editor\.json$/.test(file))
  .filter((file) => /\.\w+$/.test(file))
  .sort();

/** For a vendor that comes with Waybill: the two lists, and what a package manager and a compiler have to know of it. */
const LISTS: readonly string[] = [
  'packages/node/package.json',
  'packages/node/src/built-in-registry.ts',
  'packages/node/tsconfig.json',
  'packages/sandbox/package.json',
  'packages/sandbox/src/stands.ts',
  'packages/sandbox/tsconfig.json',
];

/** Examples of commands need some vendor's words. They name one of them. */
const EXAMPLES: readonly string[] = ['packages/cli/src/help-texts.ts'];

function filesNaming(word: string, isOwn: (file: string) => boolean): readonly string[] {
  return FILES.filter((file) => !isOwn(file) && readFileSync(join(ROOT, file), 'utf8').includes(word));
}

describe('outside its own folders', () => {
  it.each(builtInProviders.map(({ type }) => type))('%s is named in the lists only', (type) => {
    const own = [`packages/provider-${type}/`, `schemas/${type}/`];
    const found = filesNaming(type, (file) => own.some((folder) => file.startsWith(folder)));
    expect(found.filter((file) => !EXAMPLES.includes(file))).toEqual(LISTS);
  });

  it('the third vendor is named nowhere', () => {
    expect(FILES.length).toBeGreaterThan(500);
    for (const word of [provider.type, 'move-shelf', archiveStand.credentials.key, 'ARCHIVE_KEY'])
      expect([word, filesNaming(word, () => false)]).toEqual([word, []]);
  });

  it('it imports nothing but what the packages export', () => {
    const sources = readdirSync(import.meta.dirname).filter((file) => !file.endsWith('.test.ts'));
    const imported = sources.flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/from '([^']+)'/g)].map(
        ([, from = '']) => from,
      ),
    );
    expect([...new Set(imported.filter((from) => !from.startsWith('./')))].toSorted()).toEqual([
      '@waybill/core',
      '@waybill/stand-kit',
    ]);
    const ofStand = readFileSync(join(import.meta.dirname, 'stand.ts'), 'utf8');
    expect(ofStand).not.toMatch(/from '(?!@waybill\/stand-kit')/);
  });
});

it('the list of providers and the list of stands name the same vendors', () => {
  const stands = readFileSync(join(ROOT, 'packages/sandbox/src/stands.ts'), 'utf8');
  const listed = [...stands.matchAll(/'@waybill\/provider-([^/]+)\/stand'/g)].map(([, folder]) => folder);
  expect(listed).toEqual(builtInProviders.map(({ type }) => type));
  expect(readdirSync(join(ROOT, 'packages')).filter((name) => name.startsWith('provider-'))).toEqual(
    [...listed.map((folder) => `provider-${folder}`), 'provider-kit'].sort(),
  );
});
