// Makes the command line one program in few files, its dependencies included, in `packages/cli/dist/bundle` or the folder given:
// `node packages/cli/dist/bundle/waybill.js`. Node then opens some 30 files in place of
// 1,200.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, transformSync } from 'esbuild';

const root: string = join(import.meta.dirname, '..');

export const BUNDLE_FOLDER: string = join(root, 'packages', 'cli', 'dist', 'bundle');

/** The file that Node starts, in the folder of the bundle. */
export const BUNDLE_MAIN = 'waybill.js';

const OPTIONS: BuildOptions = {
  absWorkingDir: root,
  entryPoints: { waybill: join('packages', 'cli', 'src', 'main.ts') },
  bundle: true,
  // What a command loads only when it needs it stays in files of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Packages that are not ES modules ask for modules of Node by `require`.
  banner: { js: `import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);` },
  // V8 keeps the text of what is loaded, with one character that is not ASCII in twice the memory. Names stay for stack traces.
  charset: 'ascii',
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'external',
  logLevel: 'warning',
};

if (import.meta.main) {
  const [folder = BUNDLE_FOLDER] = process.argv.slice(2);
  bundleCommand(resolve(folder));
}

/** What an earlier bundle left behind is removed first. The same sources give the same files. */
export function bundleCommand(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  buildSync({ ...OPTIONS, outdir: folder });
}

/** One file as JavaScript. */
export function withoutTypes(text: string): string {
  return transformSync(text, { loader: 'ts', format: 'esm', charset: 'ascii' }).code;
}
