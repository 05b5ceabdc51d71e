// Makes a single file of the command and the Node that runs this script, which needs nothing else on the machine:
// `node scripts/release/build-executable.ts [file]`.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
// @ts-expect-error the package brings no types
import { inject } from 'postject';
import { type Bundle, buildBundle } from '../bundle.ts';

const root: string = join(import.meta.dirname, '..', '..');

/** Node looks for it to know that it is such a file. Source: Node's documentation of single executable applications. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

export const EXECUTABLE_NAME: string = `waybill-${process.platform}-${process.arch}`;

if (import.meta.main) {
  const [file = join(root, 'dist', EXECUTABLE_NAME)] = process.argv.slice(2);
  await buildExecutable(await buildBundle(), resolve(file));
  console.log(file);
}

export async function buildExecutable(bundle: Bundle, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-executable-'));
  try {
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(process.execPath, file);
    await inject(file, 'NODE_SEA_BLOB', writeBlob(bundle, folder), { sentinelFuse: FUSE });
    chmodSync(file, 0o755);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Node finds in itself when it starts: the main program and the files of the bundle. */
function writeBlob({ files }: Bundle, folder: string): Buffer {
  const assets = files.map(({ path, text }, index) => {
    const source = join(folder, `asset-${index}`);
    // Node removes the first line of a program from disk by itself.
    writeFileSync(source, text.replace(/^#!.*/, ''));
    return [path, source];
  });
  const config = {
    main: writeMain(folder),
    output: join(folder, 'blob'),
    disableExperimentalSEAWarning: true,
    assets: Object.fromEntries(assets),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  execFileSync(process.execPath, ['--experimental-sea-config', join(folder, 'config.json')], { stdio: 'pipe' });
  return readFileSync(config.output);
}

function writeMain(folder: string): string {
  const outfile = join(folder, 'main.js');
  const entry = join(import.meta.dirname, 'executable-main.ts');
  buildSync({ entryPoints: [entry], outfile, bundle: true, format: 'cjs', platform: 'node', target: 'node24' });
  return outfile;
}
