import { statSync, writeFileSync } from 'node:fs';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import { type Replay, replayRequests } from '../support/replay-requests.ts';
import type { Row } from '../support/row.ts';
import { buildCommand, runCommand, type Usage } from '../support/run-command.ts';
import { scalePlan } from '../support/scale-plan.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Turn } from '../support/write-usage.ts';

/** `BENCH_SCALE_UNITS=100000` runs the large one. */
const UNITS = Number(process.env['BENCH_SCALE_UNITS'] ?? 10_000);
/** The requests of no larger run are sent again: their signatures are valid for 15 minutes. */
const MOST_RECORDED_UNITS = 10_000;
const SMALLER_UNITS = UNITS > MOST_RECORDED_UNITS ? UNITS / 10 : UNITS / 4;
const CONNECTIONS = 64;

const MOST_OF_BARE = 4;
/** For ten times the units. */
const MOST_GROWTH = 12;
const MOST_MEGABYTES = 1_000;
const MOST_STALL_MS = 250;
const MOST_BYTES_A_UNIT = 1_000;

/** The command itself, from its start to its end, with preview and report, against a vendor in another process. */
export async function benchScale(): Promise<readonly Row[]> {
  buildCommand();
  const smaller = await runOf(SMALLER_UNITS);
  const large = await runOf(UNITS);
  const recorded = large.replay === undefined ? smaller : large;
  return [
    ...ratioRows(large, recorded),
    ...growthRows(smaller, large),
    ...rowsOf(`apply of ${countOf(UNITS)}`, large.applied),
    ...rowsOf('its preview', large.planned),
    sizeRow('the saved preview', large.previewBytes),
    sizeRow('the report', large.reportBytes),
  ];
}

interface ScaleRun {
  readonly units: number;
  readonly planned: Usage;
  readonly applied: Usage;
  readonly requests: number;
  readonly previewBytes: number;
  readonly reportBytes: number;
  /** Undefined for a run that was not recorded. */
  readonly replay: Replay | undefined;
}

async function runOf(units: number): Promise<ScaleRun> {
  const isRecorded = units <= MOST_RECORDED_UNITS;
  using folder = temporaryFolder();
  const recording = folder.file('requests.jsonl');
  const run = await (async () => {
    await using sandbox = await RemoteSandbox.start();
    writeFileSync(folder.file('scale.yaml'), scalePlan({ sandbox, unitCount: units }));
    const cwd = folder.file('.');
    const env = { ...sandbox.env, PASSWORD: 'bench-password' };
    const plan = ['plan', 'scale.yaml', '--offline', '--no-estimate', '--units', '--out', 'preview.json'];
    const planned = await runCommand({ cwd, words: plan, env });
    const applied = await runCommand({
      cwd,
      words: ['apply', 'scale.yaml', '--auto-approve', '--quiet', '--report', 'report.json'],
      env: { ...env, ...(isRecorded ? { WAYBILL_BENCH_REQUESTS: recording } : {}) },
    });
    return { units, planned, applied, requests: (await sandbox.metrics()).totalRequests };
  })();
  return {
    ...run,
    previewBytes: statSync(folder.file('preview.json')).size,
    reportBytes: statSync(folder.file('report.json')).size,
    replay: isRecorded ? await replay(recording) : undefined,
  };
}

async function replay(path: string): Promise<Replay> {
  await using sandbox = await RemoteSandbox.start();
  return await replayRequests({ path, sandbox, connections: CONNECTIONS });
}

/** Against a loop that sends the requests of `recorded` again; a larger run is compared by the number of its requests. */
function ratioRows({ units, applied, requests }: ScaleRun, recorded: ScaleRun): readonly Row[] {
  const { replay } = recorded;
  if (replay === undefined) throw new Error('no run was recorded');
  const times = requests / replay.requests;
  const [wallMs, processorSeconds] = [replay.wallMs * times, replay.processorSeconds * times];
  const from = times === 1 ? '' : `, from the requests of ${countOf(recorded.units)}`;
  const what = `apply of ${countOf(units)} to their end, against a loop that only sends the same requests`;
  return [
    {
      what: `${what}, by the wall`,
      measured: `${(applied.wallMs / wallMs).toFixed(2)} ×`,
      bar: `≤ ${MOST_OF_BARE} ×`,
      isHeld: applied.wallMs <= MOST_OF_BARE * wallMs,
      detail: `${seconds(applied.wallMs)}, the loop ${seconds(wallMs)}${from}; ${((units * 1_000) / applied.wallMs).toFixed(0)} units/s, ${requests} requests`,
    },
    {
      what: `${what}, by processor time`,
      measured: `${(applied.processorSeconds / processorSeconds).toFixed(2)} ×`,
      bar: 'none',
      isHeld: true,
      detail: `${applied.processorSeconds.toFixed(1)} s, the loop ${processorSeconds.toFixed(1)} s${from}`,
    },
  ];
}

/** What ten times the units take, by what these take: as if each tenfold grew like the one from `smaller` to `large`. */
function growthRows(smaller: ScaleRun, large: ScaleRun): readonly Row[] {
  const times = large.units / smaller.units;
  const rowOf = (how: string, few: number, many: number): Row => {
    const growth = (many / few) ** (1 / Math.log10(times));
    return {
      what: `growth of it for ten times the units, by ${how}`,
      measured: `${growth.toFixed(1)} ×`,
      bar: `≤ ${MOST_GROWTH} ×`,
      isHeld: growth <= MOST_GROWTH,
      detail: `${few.toFixed(1)} s for ${countOf(smaller.units)}, ${many.toFixed(1)} s for ${times} times as many`,
    };
  };
  return [
    rowOf('the wall', smaller.applied.wallMs / 1_000, large.applied.wallMs / 1_000),
    rowOf('processor time', smaller.applied.processorSeconds, large.applied.processorSeconds),
  ];
}

function rowsOf(what: string, usage: Usage): readonly Row[] {
  const { megabytes, longestTurns, longestByWallMs, processorSeconds } = usage;
  const [longest] = longestTurns;
  const longestMs = longest === undefined ? 0 : longest.wallMs - longest.withoutCoreMs;
  return [
    {
      what: `${what}: most memory`,
      measured: `${megabytes.toFixed(0)} MB`,
      bar: `≤ ${MOST_MEGABYTES} MB`,
      isHeld: megabytes <= MOST_MEGABYTES,
      detail: `${processorSeconds.toFixed(1)} s of processor time`,
    },
    {
      what: `${what}: longest turn of the event loop, without the time that it had no core`,
      measured: `${longestMs.toFixed(0)} ms`,
      bar: `≤ ${MOST_STALL_MS} ms`,
      isHeld: longestMs <= MOST_STALL_MS,
      detail: `by the wall ${longestByWallMs.toFixed(0)} ms; the longest were ${longestTurns.map(turnOf).join(', ')}`,
    },
  ];
}

function turnOf({ atMs, wallMs, withoutCoreMs, processorMs, collections, collectingMs }: Turn): string {
  const parts = [
    `${withoutCoreMs.toFixed(0)} ms without a core`,
    `${processorMs.toFixed(0)} ms of processor time`,
    `${collectingMs.toFixed(0)} ms in ${collections} collections`,
  ];
  return `${wallMs.toFixed(0)} ms at ${(atMs / 1_000).toFixed(1)} s (${parts.join(', ')})`;
}

function sizeRow(what: string, bytes: number): Row {
  return {
    what: `${what}, for each unit`,
    measured: `${(bytes / UNITS).toFixed(0)} bytes`,
    bar: `≤ ${MOST_BYTES_A_UNIT} bytes`,
    isHeld: bytes <= UNITS * MOST_BYTES_A_UNIT,
    detail: `${(bytes / 1e6).toFixed(1)} MB`,
  };
}

function countOf(units: number): string {
  return `${units.toLocaleString('en')} index migrations`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
