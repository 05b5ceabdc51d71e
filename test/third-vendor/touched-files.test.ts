import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { builtInProviders } from '@waybill/node';
import { startSandbox } from '@waybill/sandbox';
import { describe, expect, it } from 'vitest';
import { emitVendors } from '../../scripts/generate/emit-vendors.ts';
import { VENDORS } from '../../vendors.ts';
import { provider } from './archive-office.ts';
import { archiveStand } from './stand/stand.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What is shipped, built or checked with; tests, documents, examples and what a script writes follow from it. */
const FILES = globSync(
  [
    'packages/*/{src,browser}/**/*.{ts,css,html}',
    'packages/*/{package,tsconfig}*.json',
    'scripts/**/*.{ts,mjs}',
    'schemas/**/*.json',
    'templates/**/*',
    '*.{json,ts,yaml}',
  ],
  { cwd: ROOT, exclude: ['**/node_modules/**', '**/dist/**'] },
)
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !/\.test\.ts$|\/testing\/|\/generated\/|\.generated\.|^pnpm-lock|plan\.editor\.json$/.test(file))
  .filter((file) => /\.\w+$/.test(file))
  .sort();

/** For a vendor that comes with Waybill, what a developer changes: one line in one list. */
const LIST = 'vendors.ts';

/** What a script writes from the list: who imports the vendors, with the manifests and projects of those packages. */
const WRITTEN = await emitVendors(VENDORS, ROOT);

/** Of these, what names only vendors with a protocol of their own, or with real servers. */
const OF_FEW: readonly string[] = [
  'packages/node/src/generated/built-in-protocols.generated.ts',
  'packages/sandbox/src/generated/data-planes.generated.ts',
];

/** As a word of its own: the name of one vendor may be a part of another's, or the scope of packages of others. */
function isNamed(word: string, text: string): boolean {
  return new RegExp(`(?<![\\w@-])${RegExp.escape(word)}(?![\\w-])`).test(text);
}

/** What other vendors call so as well, and a keyword of a package. */
const ALSO_A_WORD: Readonly<Record<string, (file: string) => boolean>> = {
  elasticsearch: (file) =>
    /^(?:packages\/provider-|schemas\/)alicloud-elasticsearch\//.test(file) || file === 'packages/cli/package.json',
  // What another vendor has instances of, and the demo with real servers.
  redis: (file) =>
    /^(?:packages\/provider-|schemas\/)huaweicloud-dcs\//.test(file) ||
    ['packages/cli/package.json', 'scripts/demo/move-real-keys.ts'].includes(file),
};

function filesNaming(word: string, isOwn: (file: string) => boolean): readonly string[] {
  return FILES.filter((file) => !isOwn(file) && isNamed(word, readFileSync(join(ROOT, file), 'utf8')));
}

describe('outside its own folders', () => {
  it.each(builtInProviders.map(({ type }) => type))(
    '%s is named in the one list, and in what is written from it',
    (type) => {
      const own = ['packages/provider-', 'packages/transport-', 'packages/data-plane-', 'schemas/'].map(
        (folder) => `${folder}${type}/`,
      );
      const isOwn = (file: string) =>
        own.some((folder) => file.startsWith(folder)) || ALSO_A_WORD[type]?.(file) === true;
      const found = filesNaming(type, isOwn);
      expect(found.filter((file) => !WRITTEN.has(file))).toEqual([LIST]);
    },
  );

  it('the third vendor is named nowhere', () => {
    expect(FILES.length).toBeGreaterThan(500);
    for (const word of [provider.type, 'move-shelf', archiveStand.credentials.key, 'ARCHIVE_KEY'])
      expect([word, filesNaming(word, () => false)]).toEqual([word, []]);
  });

  it('it imports nothing but what the packages export', () => {
    const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'));
    // Real servers need what the machine has.
    const imported = sources.flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/from '([^']+)'/g)]
        .map(([, from = '']) => from)
        .filter((from) => !(file.startsWith('data-plane') && from.startsWith('node:'))),
    );
    expect([...new Set(imported.filter((from) => !/^\.\.?\//.test(from)))].toSorted()).toEqual([
      '@waybill/core',
      '@waybill/stand-kit',
    ]);
    for (const file of sources.filter((source) => /^(?:stand|data-plane)/.test(source))) {
      const ofStand = readFileSync(join(import.meta.dirname, file), 'utf8');
      const allowed = file.startsWith('stand')
        ? /from '(?!@waybill\/stand-kit'|\.\/)/
        : /from '(?!@waybill\/stand-kit'|node:)/;
      expect(ofStand, file).not.toMatch(allowed);
    }
  });
});

describe('the one list', () => {
  it('has a line for each vendor', () => {
    const lines = readFileSync(join(ROOT, LIST), 'utf8').match(/^ {2}'.*',$/gm);
    expect(lines).toEqual(VENDORS.map((vendor) => `  '${vendor}',`));
  });

  it('names the folders of the vendors, which hold both the provider and its stand', () => {
    expect(readdirSync(join(ROOT, 'packages')).filter((name) => name.startsWith('provider-'))).toEqual(
      [...VENDORS.map((vendor) => `provider-${vendor}`), 'provider-kit'].sort(),
    );
  });

  it('gives the library the provider and the sandbox the stand of each', async () => {
    expect(builtInProviders.map(({ type }) => type)).toEqual(VENDORS);
    await using sandbox = await startSandbox();
    expect(sandbox.stands).toHaveLength(VENDORS.length);
  });

  it('with one line more, the vendor is written into all that names the others', async () => {
    const more = await emitVendors([...VENDORS, provider.type], ROOT);
    const naming = (files: ReadonlyMap<string, string>, word: string) =>
      [...files].filter(([, text]) => text.includes(word)).map(([path]) => path);
    const ofAll = [...WRITTEN.keys()].filter((path) => !OF_FEW.includes(path));
    for (const vendor of VENDORS) expect(naming(WRITTEN, vendor)).toEqual(expect.arrayContaining(ofAll));
    expect(naming(more, provider.type)).toEqual(ofAll);
    expect(more.get('packages/node/src/generated/built-in-providers.generated.ts')).toContain(
      "import { archiveOffice } from '@waybill/provider-archive-office';",
    );
    expect(more.get('packages/sandbox/src/generated/stands.generated.ts')).toContain(
      "export { archiveOffice } from '@waybill/provider-archive-office/stand';",
    );
    for (const folder of ['node', 'sandbox']) {
      const { dependencies } = JSON.parse(more.get(`packages/${folder}/package.json`) ?? '');
      expect(dependencies).toHaveProperty(['@waybill/provider-archive-office'], 'workspace:*');
    }
  });

  it('with one line less, the vendor is named in nothing that is written', async () => {
    const [kept = '', ...dropped] = VENDORS;
    const less = [...(await emitVendors([kept], ROOT)).values()].join('\n');
    expect(dropped.filter((vendor) => isNamed(`@waybill/provider-${vendor}`, less))).toEqual([]);
  });
});
