// Makes the command line one program in few files, its dependencies included, in `packages/cli/dist/bundle` or the folder given:
// `node packages/cli/dist/bundle/waybill.js`. Node then opens some 20 files in place of 1,200. They are CommonJS modules:
// Node loads those in less time, and a single executable can hold them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin, transformSync } from 'esbuild';
import { lazyModules } from './bundle/lazy-modules.ts';
import {
  type BundledFile,
  FINDER_PATH,
  precompileValidators,
  validatorFinder,
} from './bundle/precompile-validators.ts';

const root: string = join(import.meta.dirname, '..');

export const BUNDLE_FOLDER: string = join(root, 'packages', 'cli', 'dist', 'bundle');

/** The file that Node starts, in the folder of the bundle. */
export const BUNDLE_MAIN = 'waybill.js';

export interface Bundle {
  readonly files: readonly BundledFile[];
  /** What the files were made of. */
  readonly metafile: Metafile;
}

const OPTIONS: BuildOptions = {
  absWorkingDir: root,
  entryPoints: { waybill: join('scripts', 'bundle', 'bundle-main.ts') },
  outdir: BUNDLE_FOLDER,
  bundle: true,
  // What a command loads only when it needs it stays in files of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
};

const AS_COMMONJS = {
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  // Loaded by `require`, which needs no loader of ES modules.
  supported: { 'dynamic-import': false },
  // V8 keeps the text of what is loaded, with one character that is not ASCII in twice the memory. Names stay for stack traces.
  charset: 'ascii',
  minifyWhitespace: true,
  lineLimit: 160,
} as const;

const IMPORT_PATH: string = join('packages', 'node', 'src', 'import-module.ts');

/** `import()` itself becomes `require`, and a single executable has no other. */
const IMPORT = `import { constants, Script } from 'node:vm';
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
export const importModule = (url) => new Script('(url) => import(url)', { importModuleDynamically }).runInThisContext()(url);
`;

if (import.meta.main) {
  const [folder = BUNDLE_FOLDER] = process.argv.slice(2);
  await bundleCommand(resolve(folder));
}

/** What an earlier bundle left behind is removed first. The same sources give the same files. */
export async function bundleCommand(folder: string): Promise<void> {
  writeBundle(await buildBundle(), folder);
}

export function writeBundle({ files }: Bundle, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}

export async function buildBundle(): Promise<Bundle> {
  const plugins = [lazyModules, replaceFile(FINDER_PATH, validatorFinder()), replaceFile(IMPORT_PATH, IMPORT)];
  const { outputFiles, metafile } = await build({ ...OPTIONS, plugins, write: false, metafile: true });
  const chunks = outputFiles.map(({ path, text }) => ({
    path: basename(path),
    text: transformSync(text, AS_COMMONJS).code,
  }));
  return { files: [...chunks, ...precompileValidators()], metafile };
}

function replaceFile(path: string, contents: string): Plugin {
  const filter = new RegExp(`${RegExp.escape(path)}$`);
  return {
    name: `replace ${path}`,
    setup: (build) =>
      build.onLoad({ filter }, () => ({ contents, loader: 'ts', resolveDir: join(root, dirname(path)) })),
  };
}

/** One file as JavaScript. */
export function withoutTypes(text: string): string {
  return transformSync(text, { loader: 'ts', format: 'esm', charset: 'ascii' }).code;
}
