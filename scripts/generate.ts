// Writes the files that are made from others: what names the vendors of `vendors.ts`, the words for kinds of steps, TypeScript from `schemas/` and the texts of help, the pictures of ARCHITECTURE.md from the
// imports, and the pages of `api/` from what packages export. With --check it writes nothing and exits with 1 when a file is out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VENDORS } from '../vendors.ts';
import { ARCHITECTURE_PATH, drawArchitecture } from './draw-architecture.ts';
import { emitDataChoices } from './generate/emit-data-choices.ts';
import { emitEditorSchema, emitValuesEditorSchema } from './generate/emit-editor.ts';
import { emitHelpTexts } from './generate/emit-help-texts.ts';
import { emitOutputSchemas } from './generate/emit-output.ts';
import { emitPageAssets } from './generate/emit-page.ts';
import { emitPlanSchema, emitValuesSchema } from './generate/emit-plan.ts';
import { emitAnswerTypes, emitProviderSchemas } from './generate/emit-provider.ts';
import { emitStandSchemas, emitStandTypes } from './generate/emit-stand.ts';
import { emitStarterNames } from './generate/emit-starter-names.ts';
import { emitStepKindSchema } from './generate/emit-step-kinds.ts';
import { emitVendors } from './generate/emit-vendors.ts';
import { loadSchemas } from './generate/load-schemas.ts';
import { listProviders, readProviderSchemas } from './generate/provider-schemas.ts';
import { pnpm } from './pack.ts';
import { reportApis } from './report-api.ts';

const root: string = join(import.meta.dirname, '..');

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  let staleFiles = 0;
  for (const generate of [generateVendors, generateSchemas, generateAll, generateForEditors, generateForReaders]) {
    const stale = await findStale(await generate());
    staleFiles += stale.size;
    await (args.includes('--check') ? complain(stale) : write(stale));
  }
  return args.includes('--check') && staleFiles > 0 ? 1 : 0;
}

async function complain(stale: ReadonlyMap<string, string>): Promise<void> {
  for (const path of stale.keys()) console.error(`${path} is out of date; run: node scripts/generate.ts`);
}

async function write(stale: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  // What the next files are made from imports the packages that a manifest has begun to name.
  if ([...stale.keys()].some((path) => path.endsWith('package.json'))) pnpm(['install', '--no-frozen-lockfile'], root);
}

/** What follows from the list of vendors: who imports them, with the manifests and projects of those packages. */
export async function generateVendors(): Promise<Map<string, string>> {
  return await emitVendors(VENDORS, root);
}

/** The schemas that are not written by hand. */
export async function generateSchemas(): Promise<Map<string, string>> {
  return new Map([['schemas/step-kind.schema.json', await emitStepKindSchema()]]);
}

/** What follows from the providers, and so from the files that `generateAll` has written. */
export async function generateForEditors(): Promise<Map<string, string>> {
  return new Map([
    ['schemas/plan.editor.json', await emitEditorSchema()],
    ['schemas/values.editor.json', await emitValuesEditorSchema()],
    ['packages/cli/src/generated/starter-names.generated.ts', await emitStarterNames()],
    ['packages/cli/src/generated/data-choices.generated.ts', await emitDataChoices()],
  ]);
}

/** What follows from the imports of the sources, and so from the files that `generateAll` has written. */
async function generateForReaders(): Promise<Map<string, string>> {
  return new Map([[ARCHITECTURE_PATH, await drawArchitecture(root)], ...(await reportApis(root))]);
}

/** Every generated source file: path below the repository's root → text. The same schemas give the same texts. */
export async function generateAll(): Promise<Map<string, string>> {
  const library = await loadSchemas(join(root, 'schemas'));
  const providers = listProviders(library).map((provider) => readProviderSchemas(library, provider));
  const files = new Map<string, string>([
    ['packages/core/src/generated/plan-schema.generated.ts', emitPlanSchema(library)],
    ['packages/core/src/generated/values-schema.generated.ts', emitValuesSchema(library)],
    ['packages/cli/src/generated/output-schemas.generated.ts', emitOutputSchemas(library)],
    ['packages/cli/src/generated/help-texts.generated.ts', await emitHelpTexts(join(root, 'packages/cli/help'))],
    ['packages/stand-kit/src/generated/operation-schema.generated.ts', emitStandTypes()],
    ['packages/cli/src/views/html/page-assets.generated.ts', await emitPageAssets(join(root, 'packages/cli/browser'))],
  ]);
  for (const schemas of providers) {
    const directory = `packages/provider-${schemas.provider}/src`;
    files.set(`${directory}/generated/schemas.generated.ts`, emitProviderSchemas(schemas));
    files.set(`${directory}/generated/answers.generated.ts`, await emitAnswerTypes(schemas));
    files.set(`${directory}/stand/generated/operations.generated.ts`, emitStandSchemas(schemas));
  }
  return files;
}

async function findStale(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const stale = new Map<string, string>();
  for (const [path, text] of files) {
    const current = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (current !== text) stale.set(path, text);
  }
  return stale;
}
