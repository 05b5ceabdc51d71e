// Real Elasticsearch and OpenSearch servers for whoever works on Waybill: `npm run servers -- up`.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { cacheFolder, isFetched } from './cache.ts';
import { describeServer, isServerName, SERVER_NAMES, type ServerName } from './catalogue.ts';
import { fetchServer } from './fetch-server.ts';
import { describeMissing, requireJdk } from './missing-tools.ts';
import type { RunningServer } from './running-server.ts';
import { startServers } from './start-servers.ts';

const DEFAULT_NAMES: readonly ServerName[] = ['elasticsearch-6.7', 'elasticsearch-7.10'];
const HELP = `Usage: npm run servers -- <command> [names...] [options]

Real servers for tests and for trying things out, from Maven Central. Needs a JDK 17 or newer and Maven.

  up [names...]     start them on loopback (default: ${DEFAULT_NAMES.join(' ')}), until Ctrl-C;
                    their data is removed then
  fetch [names...]  only fetch them (default: all that this machine can run)
  list              what there is, and what each still needs on this machine

  --heap MB         heap of each server that is started (default: 512)
  --help            this text

Fetched servers are in ${cacheFolder(process.env)} (WAYBILL_SERVERS), which can be removed at any time.`;

try {
  process.exitCode = await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { heap: { type: 'string', default: '512' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [command, ...words] = positionals;
  const names = words.filter(isServerName);
  const unknown = words.find((word) => !isServerName(word));
  if (unknown !== undefined) return refuse(`There is no server ${unknown}. Servers: ${SERVER_NAMES.join(', ')}.`);
  const heapMb = Number(values.heap);
  if (!Number.isSafeInteger(heapMb) || heapMb < 128) return refuse('--heap is a number of megabytes, 128 or more.');
  if (values.help === true || command === 'help') return print(HELP);
  if (command === 'up') return up(names.length === 0 ? DEFAULT_NAMES : names, heapMb);
  if (command === 'fetch') return fetchAll(names.length === 0 ? SERVER_NAMES.filter(canRun) : names);
  if (command === 'list') return print(SERVER_NAMES.map(describeState).join('\n'));
  return refuse(command === undefined ? HELP : `There is no command ${command}: see --help.`);
}

async function up(names: readonly ServerName[], heapMb: number): Promise<number> {
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  const specs = Object.fromEntries(names.map((name, index) => [`${index}`, name]));
  await using servers = await startServers(specs, { heapMb, report: console.log });
  for (const index of names.keys()) console.log(describeRunning(servers[`${index}`] as RunningServer));
  console.log('Ctrl-C stops them.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  // A timer keeps the process alive while it waits.
  const alive = setInterval(() => {}, 2 ** 30);
  await once(interrupted.signal, 'abort');
  clearInterval(alive);
  return 0;
}

async function fetchAll(names: readonly ServerName[]): Promise<number> {
  const { env } = process;
  for (const name of names) {
    const folder = await fetchServer(name, { jdk: requireJdk(name, { env }), env, report: console.log });
    console.log(`${name}: ${folder}`);
  }
  return 0;
}

function canRun(name: ServerName): boolean {
  const missing = describeMissing(name, process);
  if (missing !== undefined) console.log(`Left out: ${missing}`);
  return missing === undefined;
}

function describeRunning({ name, version, url, pid, user, logPath }: RunningServer): string {
  const login = user === undefined ? '' : `, user ${user.username}, password ${user.password}`;
  return `${name}: ${url} (${version}, process ${pid}${login}); log: ${logPath}`;
}

function describeState(name: ServerName): string {
  const state = describeMissing(name, process) ?? (isFetched(name, process.env) ? 'fetched' : 'not fetched yet');
  return `${name.padEnd(28)}${describeServer(name).version.padEnd(10)}${state}`;
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function refuse(text: string): number {
  console.error(text);
  return 2;
}
