// Installs what the workspace needs, then runs the script it is given, with its arguments, on the workspace's Node 24.
// It runs itself on the Node that the machine has (20 or newer), so it is plain JavaScript and imports nothing that is yet
// to be installed. (`node a && node b` in one npm script would not do: the shell remembers where it found the first `node`.)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript } from './run-script.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const stampPath = join(root, 'node_modules', '.waybill-setup');
const binPath = join(root, 'node_modules', '.bin');
const stamp = describeInputs();

if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp) {
  console.error('Installing dependencies (first run, or the lockfile changed): this takes a minute ...');
  const install = spawnSync(
    'npx',
    ['-y', `pnpm@${pnpmVersion()}`, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CI: 'true' },
    },
  );
  if (install.status !== 0) {
    console.error('Setup failed: pnpm could not install the dependencies. Check the network and the lines above.');
    process.exit(install.status ?? 1);
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampPath, stamp);
}

const [script, ...args] = process.argv.slice(2);
if (script !== undefined) {
  const path = `${binPath}${delimiter}${process.env.PATH ?? ''}`;
  runScript(join(binPath, 'node'), [join(root, script), ...args], { ...process.env, PATH: path });
}

/** In the manifest, so that everything that needs pnpm takes the same one. */
function pnpmVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.pnpm;
}

/** Everything that decides what an install produces: the lockfile, the workspace file and each manifest. */
function describeInputs() {
  const manifests = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  );
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', join('test', 'package.json'), ...manifests];
  const hash = createHash('sha256');
  for (const input of inputs.filter((path) => existsSync(join(root, path)))) {
    hash.update(input).update(readFileSync(join(root, input)));
  }
  return hash.digest('hex');
}
