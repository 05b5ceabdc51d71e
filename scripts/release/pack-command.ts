// Packs the command as one package for npm, `waybill`, with everything it needs in it: `node scripts/release/pack-command.ts [folder]`.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BUNDLE_MAIN, type Bundle, buildBundle, writeBundle } from '../bundle.ts';
import { collectLicences } from './collect-licences.ts';

const root: string = join(import.meta.dirname, '..', '..');
const CLI: string = join(root, 'packages', 'cli');

if (import.meta.main) {
  const [folder = join(root, 'dist')] = process.argv.slice(2);
  console.log(packCommand(await buildBundle(), resolve(folder)));
}

/** Writes `waybill-<version>.tgz` into the folder, and gives its path. */
export function packCommand(bundle: Bundle, folder: string): string {
  const built = mkdtempSync(join(tmpdir(), 'waybill-pack-'));
  try {
    writeBundle(bundle, join(built, 'bin'));
    writeFileSync(join(built, 'THIRD-PARTY-LICENSES.txt'), collectLicences(bundle.metafile, root));
    writeFileSync(join(built, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
    copyFileSync(join(root, 'LICENSE'), join(built, 'LICENSE'));
    copyFileSync(join(CLI, 'README.md'), join(built, 'README.md'));
    mkdirSync(folder, { recursive: true });
    return join(folder, packed(built, folder));
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

/** No dependencies: an install takes one file, and nothing that somebody publishes later gets into it. */
function manifest(): object {
  const { version, keywords, license, engines } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8'));
  return {
    name: 'waybill',
    version,
    description: 'Declarative migration plans for Elasticsearch and Redis',
    keywords,
    license,
    type: 'commonjs',
    engines,
    bin: { waybill: `bin/${BUNDLE_MAIN}` },
    files: ['bin', 'THIRD-PARTY-LICENSES.txt'],
    publishConfig: { access: 'public' },
  };
}

function packed(built: string, folder: string): string {
  const words = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const { status, stdout, stderr } = spawnSync('npm', words, { cwd: built, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  return stdout.trim();
}
