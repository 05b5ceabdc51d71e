import { compare } from '../support/compare.ts';
import { bareReindex } from '../support/elasticsearch/bare-reindex.ts';
import { type BenchClusters, withClusters } from '../support/elasticsearch/bench-clusters.ts';
import { fillIndex, SMALL_SET } from '../support/elasticsearch/bench-documents.ts';
import { countUnequal } from '../support/elasticsearch/count-unequal.ts';
import { counted, memoryRow, ratioRow, seconds } from '../support/elasticsearch/ratio-row.ts';
import { COPY, type CopyOptions, copyByWaybill } from '../support/elasticsearch/waybill-copy.ts';
import type { Row } from '../support/row.ts';
import { buildCommand } from '../support/run-command.ts';

/** After one that does not count. */
const ROUNDS = 2;
const PARTS = 4;
const { index, count } = SMALL_SET;

/** Every method of copying against one bare `_reindex` between the same clusters, by the wall. */
export async function benchElasticsearchCopy(): Promise<readonly Row[]> {
  buildCommand();
  return await withClusters(async (clusters) => {
    await fillIndex(clusters.old, SMALL_SET);
    const measured = await measure(clusters);
    const left = await countUnequal(clusters.target, COPY, SMALL_SET, false);
    return rowsOf(measured, left.documents);
  });
}

interface Measured {
  readonly times: Readonly<Record<'bare' | 'remote' | 'bulk' | 'bareLocal' | 'local', number>>;
  readonly remoteMegabytes: readonly number[];
  readonly bulkMegabytes: readonly number[];
}

/** The last copy that stays is one by `bulk`. */
async function measure(clusters: BenchClusters): Promise<Measured> {
  const { old, target } = clusters;
  const megabytes: Record<CopyOptions['method'], number[]> = { bulk: [], local: [], remote: [] };
  const waybill = (method: CopyOptions['method'], parts?: number) => async (): Promise<number> => {
    await (method === 'local' ? old : target).send('DELETE', `/${COPY}`);
    const usage = await copyByWaybill(clusters, { index, method, ...(parts === undefined ? {} : { parts }) });
    megabytes[method].push(usage.megabytes);
    return usage.wallMs;
  };
  const bare = (into: BenchClusters['old']) => async (): Promise<number> => {
    await into.send('DELETE', `/${COPY}`);
    return await bareReindex(into, { index, from: old });
  };
  const times = await compare({
    rounds: ROUNDS,
    tasks: {
      bareLocal: bare(old),
      local: waybill('local'),
      bare: bare(target),
      remote: waybill('remote', PARTS),
      bulk: waybill('bulk'),
    },
  });
  return { times, remoteMegabytes: megabytes.remote, bulkMegabytes: megabytes.bulk };
}

function rowsOf({ times, remoteMegabytes, bulkMegabytes }: Measured, unequal: number): readonly Row[] {
  const { bare, remote, bulk, bareLocal, local } = times;
  const documents = `${counted(count)} documents of 0.9 kB, 7.10 → 7.17`;
  return [
    ratioRow({
      what: `copy by remote in ${PARTS} parts of ${documents}, against one bare _reindex, by the wall`,
      value: remote / bare,
      bar: { most: 0.85 },
      detail: `${seconds(remote)} from the start of the command to its end, _reindex ${seconds(bare)}`,
    }),
    ratioRow({
      what: 'copy by bulk of the same, as fast as one bare _reindex',
      value: bare / bulk,
      bar: { least: 0.95 },
      detail: `${seconds(bulk)}, _reindex ${seconds(bare)}; documents that are not byte for byte the same: ${counted(unequal)}`,
    }),
    ratioRow({
      what: 'copy by local of the same within 7.10, against one bare _reindex there, by the wall',
      value: local / bareLocal,
      bar: undefined,
      detail: `${seconds(local)}, _reindex ${seconds(bareLocal)}`,
    }),
    memoryRow('remote', remoteMegabytes, 'documents do not pass through it'),
    memoryRow('bulk, documents of 0.9 kB', bulkMegabytes, 'resident, garbage included'),
  ];
}
