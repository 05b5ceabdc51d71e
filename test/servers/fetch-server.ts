import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { takeLock } from '../../packages/core/src/journal/sqlite/sqlite-lock.ts';
import { cacheFolder, installedFolder, pomOf, RECIPES } from './cache.ts';
import { type DistributionForm, describeServer, type ServerDescription, type ServerName } from './catalogue.ts';
import type { Jdk } from './find-tools.ts';
import { requireMaven } from './missing-tools.ts';

const LOCK_INTERVAL_MS = 100;
/** Named with its version: otherwise Maven would ask for the newest one. */
const MAVEN_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const SHOWN_LINES = 20;
/** Followed by the name of the server and a sign that is in no name: one is the beginning of another. */
const UNFINISHED = '.fetching-';
const NAME_ENDS = '~';

export interface FetchOptions {
  readonly jdk: Jdk;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
}

/**
 * The folder of a server: from the cache, or else from Maven Central, once. One process at a time fetches it, and different
 * servers are fetched beside each other; what was made comes into the cache whole, by renaming.
 */
export async function fetchServer(name: ServerName, { jdk, env, report }: FetchOptions): Promise<string> {
  const target = installedFolder(name, env);
  if (existsSync(target)) return target;
  const maven = requireMaven(env);
  const cache = cacheFolder(env);
  mkdirSync(cache, { recursive: true });
  using _lock = await waitForLock(join(cache, `fetch-${name}.lock`));
  // Another process may have fetched it meanwhile.
  if (existsSync(target)) return target;
  const unfinished = `${UNFINISHED}${name}${NAME_ENDS}`;
  for (const left of globSync(`${unfinished}*`, { cwd: cache })) rmSync(join(cache, left), { recursive: true });
  report(`Fetching ${name} ${describeServer(name).version} from Maven Central, once ...`);
  const folder = mkdtempSync(join(cache, unfinished));
  try {
    await build(name, folder, { jdk, maven, env });
    renameSync(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return target;
}

/** The kernel frees the lock with the process that holds it. */
async function waitForLock(path: string): Promise<Disposable> {
  for (;;) {
    const lock = takeLock(path);
    if (lock !== undefined) return { [Symbol.dispose]: () => lock.close() };
    await pause(LOCK_INTERVAL_MS);
  }
}

interface BuildTools {
  readonly jdk: Jdk;
  readonly maven: string;
  readonly env: NodeJS.ProcessEnv;
}

async function build(name: ServerName, folder: string, tools: BuildTools): Promise<void> {
  const { form, java } = describeServer(name);
  // Maven notes beside the POM what it has unpacked: those notes go with this folder.
  cpSync(join(RECIPES, pomOf(name)), join(folder, 'pom.xml'));
  if (form.kind === 'distribution') await unpackDistribution(form, folder, tools);
  else await runMaven('copy-dependencies', 'jar', { from: folder, to: join(folder, 'lib') }, tools);
  await compile(form, folder, { ...tools, release: java.from });
}

async function unpackDistribution(
  { addedModules = [] }: DistributionForm,
  folder: string,
  tools: BuildTools,
): Promise<void> {
  await runMaven('unpack-dependencies', 'zip', { from: folder, to: folder }, tools);
  const [unpacked = ''] = globSync('elasticsearch-*', { cwd: folder });
  renameSync(join(folder, unpacked), join(folder, 'home'));
  for (const name of addedModules) await addModule(name, folder, tools);
}

async function addModule(name: string, folder: string, tools: BuildTools): Promise<void> {
  const module = join(folder, 'home', 'modules', name);
  cpSync(join(RECIPES, 'modules', name), module, { recursive: true });
  const sources = globSync('*.java', { cwd: module }).map((file) => join(module, file));
  if (sources.length === 0) await runMaven('copy-dependencies', 'jar', { from: folder, to: module }, tools);
  else await buildJar(sources, { folder, module }, tools);
  for (const source of sources) rmSync(source);
}

async function buildJar(
  sources: readonly string[],
  { folder, module }: { readonly folder: string; readonly module: string },
  { jdk, env }: BuildTools,
): Promise<void> {
  const classes = mkdtempSync(join(folder, 'module-'));
  const options = ['-nowarn', '-Xlint:none', '--release', '17', '-cp', join(folder, 'home', 'lib', '*'), '-d', classes];
  await run(join(jdk.home, 'bin', 'javac'), [...options, ...sources], env);
  await run(join(jdk.home, 'bin', 'jar'), ['--create', '--file', join(module, 'module.jar'), '-C', classes, '.'], env);
  rmSync(classes, { recursive: true });
}

function runMaven(
  goal: string,
  type: string,
  { from, to }: { readonly from: string; readonly to: string },
  { jdk, maven, env }: BuildTools,
): Promise<void> {
  const options = [`-DincludeTypes=${type}`, `-DoutputDirectory=${to}`];
  const args = ['--batch-mode', '--quiet', '--file', join(from, 'pom.xml'), `${MAVEN_PLUGIN}:${goal}`, ...options];
  return run(maven, args, { ...env, JAVA_HOME: jdk.home });
}

async function compile(
  form: ServerDescription['form'],
  folder: string,
  { jdk, env, release }: BuildTools & { readonly release: number },
): Promise<void> {
  const isEmbedded = form.kind === 'embedded';
  const sources = join(RECIPES, 'java');
  const classes = join(folder, 'classes');
  mkdirSync(classes);
  // The compiler finds the other sources that the main class needs by itself.
  const main = join(sources, `${isEmbedded ? form.main : 'Distribution'}.java`);
  const paths = ['-sourcepath', sources, '-d', classes, ...(isEmbedded ? ['-cp', join(folder, 'lib', '*')] : [])];
  const options = ['-nowarn', '-Xlint:none', '--release', String(release)];
  await run(join(jdk.home, 'bin', 'javac'), [...options, ...paths, main], env);
  if (isEmbedded) cpSync(join(sources, 'log4j2.properties'), join(classes, 'log4j2.properties'));
}

/** @throws with what the program printed when it fails */
async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = await once(child, 'exit');
  if (code === 0) return;
  const lines = (await output).join('\n').trim().split('\n').slice(0, SHOWN_LINES);
  throw new Error(`${program} ended with ${signal ?? code}:\n${lines.join('\n')}`);
}
