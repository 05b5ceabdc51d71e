import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest } from '@waybill/core';
import { createUndiciTransport } from '@waybill/transport';
import { Agent } from 'undici';
import { applyCompiled, compileText } from '../support/apply-text.ts';
import { timed } from '../support/compare.ts';
import { openForgetfulStore } from '../support/forgetful-store.ts';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import type { Row } from '../support/row.ts';
import { scalePlan } from '../support/scale-plan.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { ProcessUsage, Turn } from '../support/write-usage.ts';

/** `BENCH_SCALE_UNITS=100000` runs the large one. */
const UNITS = Number(process.env['BENCH_SCALE_UNITS'] ?? 10_000);
const RECORDED_UNITS = 500;
const CONNECTIONS = 64;
const MAIN = join(import.meta.dirname, '..', '..', '..', 'packages', 'cli', 'src', 'main.ts');
const METER = join(import.meta.dirname, '..', 'support', 'write-usage.ts');

const MOST_OF_BARE = 4;
const MOST_MEGABYTES = 1_000;
const MOST_STALL_MS = 250;
const MOST_BYTES_A_UNIT = 1_000;

/** The command itself, from its start to its end, with preview and report, against a vendor in another process. */
export async function benchScale(): Promise<readonly Row[]> {
  const bareMs = await bareTimeOfOneRequest();
  await using sandbox = await RemoteSandbox.start();
  using folder = temporaryFolder();
  writeFileSync(folder.file('scale.yaml'), scalePlan({ sandbox, unitCount: UNITS }));
  const run = runnerIn(folder.file('.'), folder.file('usage.json'), sandbox);
  const planned = await run(['plan', 'scale.yaml', '--offline', '--no-estimate', '--units', '--out', 'preview.json']);
  const applied = await run(['apply', 'scale.yaml', '--auto-approve', '--quiet', '--report', 'report.json']);
  const { totalRequests: requests } = await sandbox.metrics();
  const bare = requests * bareMs;
  const count = UNITS.toLocaleString('en');
  return [
    {
      what: `apply of ${count} index migrations to their end, against a loop that sends as many requests`,
      measured: `${(applied.wallMs / bare).toFixed(2)} ×`,
      bar: `≤ ${MOST_OF_BARE} ×`,
      isHeld: applied.wallMs <= MOST_OF_BARE * bare,
      detail: `${(applied.wallMs / 1_000).toFixed(1)} s, ${applied.processorSeconds.toFixed(1)} s of processor time, ${(UNITS / (applied.wallMs / 1_000)).toFixed(0)} units/s, ${requests} requests`,
    },
    ...rowsOf('that apply', applied),
    ...rowsOf('its preview', planned),
    sizeRow('the saved preview', folder.file('preview.json')),
    sizeRow('the report', folder.file('report.json')),
  ];
}

interface Usage {
  readonly wallMs: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
  readonly longestStallMs: number;
  readonly longestTurns: readonly Turn[];
}

function rowsOf(what: string, { megabytes, longestStallMs, longestTurns, processorSeconds }: Usage): readonly Row[] {
  const longestMs = longestTurns[0]?.processorMs ?? 0;
  const turns = longestTurns.map(
    ({ atMs, processorMs }) => `${processorMs.toFixed(0)} ms at ${(atMs / 1_000).toFixed(1)} s`,
  );
  const detail = `${processorSeconds.toFixed(1)} s of processor time`;
  return [
    {
      what: `${what}: most memory`,
      measured: `${megabytes.toFixed(0)} MB`,
      bar: `≤ ${MOST_MEGABYTES} MB`,
      isHeld: megabytes <= MOST_MEGABYTES,
      detail,
    },
    {
      what: `${what}: longest turn of the event loop, in processor time`,
      measured: `${longestMs.toFixed(0)} ms`,
      bar: `≤ ${MOST_STALL_MS} ms`,
      isHeld: longestMs <= MOST_STALL_MS,
      detail: `the longest were ${turns.join(', ')}; the loop stood still for ${longestStallMs.toFixed(0)} ms by the wall`,
    },
  ];
}

function sizeRow(what: string, path: string): Row {
  const { size } = statSync(path);
  return {
    what: `${what}, for each unit`,
    measured: `${(size / UNITS).toFixed(0)} bytes`,
    bar: `≤ ${MOST_BYTES_A_UNIT} bytes`,
    isHeld: size <= UNITS * MOST_BYTES_A_UNIT,
    detail: `${(size / 1e6).toFixed(1)} MB`,
  };
}

function runnerIn(
  cwd: string,
  usagePath: string,
  sandbox: RemoteSandbox,
): (words: readonly string[]) => Promise<Usage> {
  return async (words) => {
    const child = spawn(process.execPath, ['--import', METER, MAIN, ...words], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...sandbox.env, WAYBILL_BENCH_USAGE: usagePath, PASSWORD: 'bench-password' },
    });
    let code: unknown;
    const wallMs = await timed(async () => {
      [code] = await once(child, 'exit');
    });
    if (code !== 0) throw new Error(`${words.join(' ')} ended with ${String(code)}`);
    const used = JSON.parse(readFileSync(usagePath, 'utf8')) as ProcessUsage;
    return {
      wallMs,
      processorSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6,
      megabytes: used.maxRSS / 1_024,
      longestStallMs: used.longestStallMs,
      longestTurns: used.longestTurns,
    };
  };
}

/** The requests of a smaller run of the same kind, sent again as fast as they go to a vendor that has not seen them. */
async function bareTimeOfOneRequest(): Promise<number> {
  const requests = await recordRequests();
  await using sandbox = await RemoteSandbox.start();
  const durationMs = await timed(() => sendAll(requests, sandbox.url));
  return durationMs / requests.length;
}

async function recordRequests(): Promise<readonly HttpRequest[]> {
  const requests: HttpRequest[] = [];
  await using sandbox = await RemoteSandbox.start();
  const compiled = compileText(scalePlan({ sandbox, unitCount: RECORDED_UNITS }));
  await using store = openForgetfulStore(compiled.plan.name);
  await using undici = createUndiciTransport({ maxConnectionsPerOrigin: CONNECTIONS });
  const { outcome } = await applyCompiled(compiled, {
    store,
    env: sandbox.env,
    transport: {
      send: (request, options) => {
        requests.push(request);
        return undici.send(request, options);
      },
    },
  });
  if (outcome !== 'succeeded') throw new Error(`the recorded run ${outcome}`);
  return requests;
}

async function sendAll(requests: readonly HttpRequest[], url: string): Promise<void> {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const rest = requests.values();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (const request of rest) {
        const { pathname, search } = new URL(request.url);
        const { method, headers, body } = request;
        const sent = { origin: url, path: `${pathname}${search}`, method, headers: { ...headers }, body: body ?? null };
        await (await agent.request(sent)).body.text();
      }
    }),
  );
  await agent.close();
}
