// Installs what the workspace needs. Runs on the Node that the machine has (20 or newer), before Node 24 is there,
// so it is plain JavaScript and imports nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const stampPath = join(root, 'node_modules', '.waybill-setup');
const stamp = describeInputs();

if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp) {
  console.log('Installing dependencies (first run, or the lockfile changed) ...');
  const install = spawnSync('npx', ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CI: 'true' },
  });
  if (install.status !== 0) {
    console.error('Setup failed: pnpm could not install the dependencies. Check the network and the lines above.');
    process.exit(install.status ?? 1);
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampPath, stamp);
}

/** Everything that decides what an install produces: the lockfile, the workspace file and each manifest. */
function describeInputs() {
  const manifests = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', join('test', 'package.json'), ...manifests];
  const hash = createHash('sha256');
  for (const input of inputs.filter((path) => existsSync(join(root, path)))) {
    hash.update(input).update(readFileSync(join(root, input)));
  }
  return hash.digest('hex');
}
