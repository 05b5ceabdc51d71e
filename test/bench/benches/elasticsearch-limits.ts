import { setTimeout as pause } from 'node:timers/promises';
import { type BenchClusters, withClusters } from '../support/elasticsearch/bench-clusters.ts';
import {
  type DocumentSet,
  FEWER_SET,
  fillIndex,
  HUGE_SET,
  LARGE_SET,
} from '../support/elasticsearch/bench-documents.ts';
import { killAndResume } from '../support/elasticsearch/kill-and-resume.ts';
import { ALL_CORES, OTHER_CORES, pinProcess, SOURCE_CORES } from '../support/elasticsearch/pin-process.ts';
import { counted, memoryRow, ratioRow } from '../support/elasticsearch/ratio-row.ts';
import { percentile, searchDuring } from '../support/elasticsearch/search-latency.ts';
import { COPY, CopyFolder, copyByWaybill } from '../support/elasticsearch/waybill-copy.ts';
import type { Row } from '../support/row.ts';
import { buildCommand } from '../support/run-command.ts';

const IDLE_MS = 10_000;
/** After one that does not count. */
const ROUNDS = 2;
/** Small enough that some are recorded and others under way when it is killed. */
const SLICES = 16;
const RECORDED = 5;
/** Slices at work at once by default. */
const WORKERS = 4;

/** What the command takes for large documents, in copies by `bulk` with the default limits and in comparisons. */
export async function benchLargeMemory(): Promise<readonly Row[]> {
  return await onClusters((clusters) => memoryOf(clusters, LARGE_SET, 'of 50 kB'));
}

export async function benchHugeMemory(): Promise<readonly Row[]> {
  return await onClusters((clusters) => memoryOf(clusters, HUGE_SET, 'of 5 MB'));
}

/** What a copy by `bulk` with the default limits does to whoever searches the source. */
export async function benchSearches(): Promise<readonly Row[]> {
  return await onClusters(async (clusters) => {
    await fillIndex(clusters.old, FEWER_SET);
    return [await latencyRow(clusters)];
  });
}

/** What of a copy is done twice when the command was killed. */
export async function benchKilledCopy(): Promise<readonly Row[]> {
  return await onClusters(async (clusters) => {
    await fillIndex(clusters.old, FEWER_SET);
    return [await resumeRow(clusters)];
  });
}

async function onClusters(bench: (clusters: BenchClusters) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  buildCommand();
  return await withClusters(bench);
}

async function memoryOf(clusters: BenchClusters, set: DocumentSet, size: string): Promise<readonly Row[]> {
  await fillIndex(clusters.old, set);
  await clusters.target.send('DELETE', `/${COPY}`);
  using folder = new CopyFolder(clusters, { index: set.index, method: 'bulk', parts: WORKERS });
  const copied = await folder.apply();
  const verified = await folder.verify();
  await clusters.old.must('DELETE', `/${set.index}`);
  const documents = `${counted(set.count)} documents ${size}`;
  return [
    memoryRow(`bulk, ${documents}`, [copied.megabytes], `${WORKERS} slices at once`),
    memoryRow(`verify by digest, ${documents}`, [verified.megabytes], `${WORKERS} slices at once`),
  ];
}

/** With a core for the source and who searches it, and another one for the rest. */
async function latencyRow(clusters: BenchClusters): Promise<Row> {
  const { pids } = clusters;
  const isPinned = pinProcess(pids.old, SOURCE_CORES) && pinProcess(pids.target, OTHER_CORES);
  pinProcess(process.pid, OTHER_CORES);
  try {
    return describeLatency(await searchInTurns(clusters), isPinned);
  } finally {
    for (const pid of [pids.old, pids.target, process.pid]) pinProcess(pid, ALL_CORES);
  }
}

interface Latencies {
  /** Milliseconds of each search. */
  readonly idle: readonly number[];
  readonly copying: readonly number[];
}

async function searchInTurns(clusters: BenchClusters): Promise<Latencies> {
  const { old, target } = clusters;
  const { index } = FEWER_SET;
  const searched = { cluster: old, index, onStart: (pid: number) => void pinProcess(pid, SOURCE_CORES) };
  const [idle, copying]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = await searchDuring(searched, () => pause(IDLE_MS));
    await target.send('DELETE', `/${COPY}`);
    const during = await searchDuring(searched, () => copyByWaybill(clusters, { index, method: 'bulk' }));
    if (round === 0) continue;
    idle.push(...before);
    copying.push(...during);
  }
  return { idle, copying };
}

function describeLatency({ idle, copying }: Latencies, isPinned: boolean): Row {
  const [before, during] = [percentile(idle, 0.99), percentile(copying, 0.99)];
  const describe = (values: readonly number[]): string =>
    `${percentile(values, 0.99).toFixed(1)} ms of ${values.length} searches (median ${percentile(values, 0.5).toFixed(1)} ms)`;
  const cores = isPinned ? 'the source has a core of its own' : 'both clusters and the command share the cores';
  return ratioRow({
    what: 'searches of the source while bulk copies it with the default limits: p99 against idle',
    value: during / before,
    bar: { most: 3 },
    detail: `${describe(copying)}, idle ${describe(idle)}; ${cores}`,
  });
}

async function resumeRow(clusters: BenchClusters): Promise<Row> {
  const { target } = clusters;
  await target.send('DELETE', `/${COPY}`);
  using folder = new CopyFolder(clusters, { index: FEWER_SET.index, method: 'bulk', parts: SLICES });
  const { recorded, slices, documentsTwice } = await killAndResume(folder, { target, copy: COPY, recorded: RECORDED });
  const twice = documentsTwice / (FEWER_SET.count / slices);
  return {
    what: 'resume of a copy by bulk after kill -9: what is sent twice, in slices',
    measured: twice.toFixed(2),
    bar: `≤ ${WORKERS}, one for each worker`,
    isHeld: twice <= WORKERS,
    detail: `${counted(documentsTwice)} of ${counted(FEWER_SET.count)} documents; killed with ${recorded} of ${slices} slices recorded`,
  };
}
