import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateAll, generateForEditors, generateSchemas, generateVendors } from '../../scripts/generate.ts';

const root = join(import.meta.dirname, '..', '..');

describe('generated files', async () => {
  const files = await generateAll();
  const ofVendors = await generateVendors();
  const ofProviders = await generateForEditors();
  const ofSteps = await generateSchemas();

  it.each([...files.keys()])('%s is what the schemas say (node scripts/generate.ts)', async (path) => {
    expect(await readFile(join(root, path), 'utf8')).toBe(files.get(path));
  });

  it.each([...ofVendors.keys()])('%s is what vendors.ts says (node scripts/generate.ts)', async (path) => {
    expect(await readFile(join(root, path), 'utf8')).toBe(ofVendors.get(path));
  });

  it.each([...ofProviders.keys()])('%s is what the providers declare (node scripts/generate.ts)', async (path) => {
    expect(await readFile(join(root, path), 'utf8')).toBe(ofProviders.get(path));
  });

  it.each([...ofSteps.keys()])('%s is what the steps are (node scripts/generate.ts)', async (path) => {
    expect(await readFile(join(root, path), 'utf8')).toBe(ofSteps.get(path));
  });

  it('are all known to the generator', async () => {
    const sources = await readdir(join(root, 'packages'), { recursive: true });
    const generated = sources.filter((path) => /^[^/]+\/src\/.*\.generated\.ts$/.test(path));
    const all = [...files.keys(), ...ofVendors.keys(), ...ofProviders.keys()];
    const known = all.filter((path) => path.endsWith('.ts'));
    expect(generated.map((path) => `packages/${path}`).sort()).toEqual(known.sort());
  });

  it('come out the same every time', async () => {
    expect(await generateAll()).toEqual(files);
  });
});
