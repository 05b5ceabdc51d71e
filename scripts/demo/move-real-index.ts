// The last part of the demo: an index that is written to moves from one real cluster to another, is compared, cut over, and
// counted by plain requests that share nothing with Waybill.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchServer } from '../../test/servers/fetch-server.ts';
import { describeMissing, requireJdk } from '../../test/servers/missing-tools.ts';
import { startServers } from '../../test/servers/start-servers.ts';
import { cliPath, ended, fail, root, step } from './programs.ts';

const SERVERS = { old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' } as const;
const INDEX = 'orders-v1';
const ALIAS = 'orders';
const DOCUMENTS = 20_000;
/** Integers from here on are beyond what a JavaScript number can tell apart. */
const BEYOND_DOUBLES = 2n ** 53n;
const GATED = 3;

/** Whether it has happened, or this machine cannot have the servers, which is printed in one line. */
export async function moveRealIndex(): Promise<boolean> {
  const missing = await fetchServers();
  if (missing !== undefined) {
    step(`Between real clusters: left out. ${missing}`);
    return true;
  }
  step('Start two real clusters, Elasticsearch 6.7 and 7.10');
  const folder = mkdtempSync(join(tmpdir(), 'waybill-demo-'));
  try {
    await using servers = await startServers(SERVERS, { report: indent });
    return await moveBetween({ old: servers.old.url, new: servers.new.url, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What keeps this machine from having them: no Java, no Maven, no way to the packages. */
async function fetchServers(): Promise<string | undefined> {
  const { env } = process;
  for (const name of Object.values(SERVERS)) {
    const missing = describeMissing(name, { env });
    if (missing !== undefined) return missing;
    try {
      await fetchServer(name, { jdk: requireJdk(name, { env }), env, report: indent });
    } catch (error) {
      return `${name} could not be fetched: ${(error as Error).message}`;
    }
  }
  return undefined;
}

interface Clusters {
  readonly old: string;
  readonly new: string;
  /** For preview and state. */
  readonly folder: string;
}

async function moveBetween(clusters: Clusters): Promise<boolean> {
  const previewPath = join(clusters.folder, 'move.preview.json');
  const state = ['--state', join(clusters.folder, 'move.db')];
  await fillSource(clusters.old);
  console.log(
    `   ${clusters.old} has ${INDEX} with ${DOCUMENTS} orders and the alias ${ALIAS}; ${clusters.new} is empty`,
  );

  step('Preview the move of it, and copy it up to its cut-over, while it is written');
  const variables = ['--var', `old=${clusters.old}`, '--var', `new=${clusters.new}`];
  const planned = await waybill([
    'plan',
    'scripts/demo/move.yaml',
    '--concise',
    '--out',
    previewPath,
    ...state,
    ...variables,
  ]);
  if (planned !== 0) return fail(`the preview of the move ended with exit code ${planned}`);
  const copied = await waybill(['apply', previewPath, ...state]);
  if (copied !== GATED) return fail(`the copy should have stopped at its cut-over with exit code 3, not ${copied}`);
  await send(clusters.old, 'PUT', `/${ALIAS}/_doc/late?refresh`, { customer: 'Ada', total: 1.1 });

  step('Cut over: freeze the source, copy the rest, compare every document, give the copy the alias');
  const frozen = await waybill(['cutover', previewPath, '--auto-approve', ...state]);
  if (frozen !== GATED) return fail(`the cut-over should have asked for the clients with exit code 3, not ${frozen}`);
  step('Clients use the new cluster: confirm it');
  const done = await waybill(['cutover', previewPath, '--auto-approve', ...state]);
  if (done !== 0) return fail(`the confirmation ended with exit code ${done}`);

  step('Compare every document of both clusters once more');
  const equal = await waybill(['verify', previewPath, ...state]);
  if (equal !== 0) return fail(`the comparison ended with exit code ${equal}`);
  return showMove(clusters);
}

/** Orders whose numbers a careless copy changes. */
async function fillSource(url: string): Promise<void> {
  await send(url, 'PUT', `/${INDEX}`, { settings: { number_of_shards: 2 }, aliases: { [ALIAS]: {} } });
  const lines = Array.from({ length: DOCUMENTS }, (_, index) => {
    const order = `{"customer":"Customer ${index % 97}","total":${index % 50}.10,"number":${BEYOND_DOUBLES + BigInt(index)}}`;
    return `{"index":{"_id":"order-${index}","_type":"_doc"}}\n${order}\n`;
  });
  for (let from = 0; from < lines.length; from += 5_000)
    await send(url, 'POST', `/${INDEX}/_bulk`, lines.slice(from, from + 5_000).join(''));
}

/** By plain requests. */
async function showMove(clusters: Clusters): Promise<boolean> {
  step('What the clusters say');
  const expected = DOCUMENTS + 1;
  const { count } = await send(clusters.new, 'GET', `/${ALIAS}/_count`);
  const last = `order-${DOCUMENTS - 1}`;
  const text = await sendText(clusters.new, 'GET', `/${INDEX}/_source/${last}`);
  const number = `${BEYOND_DOUBLES + BigInt(DOCUMENTS - 1)}`;
  const late = await answer(clusters.old, 'PUT', `/${INDEX}/_doc/after`, { customer: 'Ada' });
  console.log(`   ${clusters.new}: the alias ${ALIAS} shows ${count} documents; ${last} is ${text.trim()}`);
  console.log(`   ${clusters.old}: refuses writes with HTTP ${late.status}`);
  if (count !== expected) return fail(`the copy should have ${expected} documents`);
  if (!text.includes(number)) return fail(`${last} should have the number ${number}`);
  if (late.status !== 403) return fail('the source should refuse writes');
  console.log('   `npm run servers -- up` starts two clusters for moves of your own; README.md has one to begin with.');
  return true;
}

async function waybill(args: readonly string[]): Promise<number | null> {
  console.log(`   $ waybill ${args.slice(0, 2).join(' ')} …`);
  return await ended(spawnWaybill(args));
}

function spawnWaybill(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cliPath, ...args], { cwd: root, stdio: 'inherit' });
}

async function send(url: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  return JSON.parse(await sendText(url, method, path, body)) as Record<string, unknown>;
}

async function sendText(url: string, method: string, path: string, body?: unknown): Promise<string> {
  const response = await answer(url, method, path, body);
  const text = await response.text();
  if (!response.ok || text.includes('"errors":true')) throw new Error(`${method} ${path}: ${text.slice(0, 500)}`);
  return text;
}

/** A text is lines of JSON. */
async function answer(url: string, method: string, path: string, body?: unknown): Promise<Response> {
  const isLines = typeof body === 'string';
  return await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': isLines ? 'application/x-ndjson' : 'application/json' },
    ...(body === undefined ? {} : { body: isLines ? body : JSON.stringify(body) }),
  });
}

function indent(line: string): void {
  console.log(`   ${line}`);
}
