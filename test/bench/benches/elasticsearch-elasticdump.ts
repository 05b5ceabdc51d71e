import { compare } from '../support/compare.ts';
import { type BenchClusters, withClusters } from '../support/elasticsearch/bench-clusters.ts';
import { createIndex, type DocumentSet, fillIndex, SMALL_SET } from '../support/elasticsearch/bench-documents.ts';
import { countUnequal, type Unequal } from '../support/elasticsearch/count-unequal.ts';
import { installElasticdump, runElasticdump } from '../support/elasticsearch/elasticdump.ts';
import { counted, ratioRow } from '../support/elasticsearch/ratio-row.ts';
import { COPY, copyByWaybill } from '../support/elasticsearch/waybill-copy.ts';
import type { Row } from '../support/row.ts';
import { buildCommand } from '../support/run-command.ts';

/** After one that does not count. */
const ROUNDS = 2;
/** Fewer than in the other benches, so that it takes minutes. */
const WHOLE: DocumentSet = { ...SMALL_SET, count: SMALL_SET.count * 0.4 };
/** With its defaults elasticdump would take minutes for all of them. */
const QUARTER: DocumentSet = { ...WHOLE, index: 'quarter', count: WHOLE.count / 4 };
/** Of those that it documents, the ones that were fastest here; more documents or more calls at once were not faster. */
const FASTEST = ['--limit=1000', '--noRefresh', '--concurrency=4'] as const;

/** Copies by `bulk` and by elasticdump, each as a process of its own, in documents a second. */
export async function benchElasticdump(): Promise<readonly Row[]> {
  buildCommand();
  return await withClusters(async (clusters) => {
    installElasticdump();
    await fillIndex(clusters.old, WHOLE);
    await fillIndex(clusters.old, QUARTER);
    const unequal: Partial<Record<Tool, Unequal>> = {};
    const tasks = {
      bulk: byBulk(clusters),
      defaults: dumped(clusters, QUARTER, []),
      fastest: dumped(clusters, WHOLE, FASTEST),
    };
    const checked = Object.fromEntries(
      Object.entries(tasks).map(([tool, copy]) => [
        tool,
        async (): Promise<number> => {
          await clusters.target.send('DELETE', `/${COPY}`);
          const rate = await copy();
          // Once for each of them.
          unequal[tool as Tool] ??= await countUnequal(
            clusters.target,
            COPY,
            tool === 'defaults' ? QUARTER : WHOLE,
            false,
          );
          return rate;
        },
      ]),
    ) as typeof tasks;
    const rates = await compare({ rounds: ROUNDS, tasks: checked });
    return rowsOf(rates, unequal as Record<Tool, Unequal>);
  });
}

type Tool = 'bulk' | 'defaults' | 'fastest';

function byBulk(clusters: BenchClusters): () => Promise<number> {
  return async () => {
    const { wallMs } = await copyByWaybill(clusters, { index: WHOLE.index, method: 'bulk' });
    return WHOLE.count / (wallMs / 1_000);
  };
}

function dumped({ old, target }: BenchClusters, { index, count }: DocumentSet, options: readonly string[]) {
  return async (): Promise<number> => {
    await createIndex(target, COPY);
    const wallMs = await runElasticdump({ from: `${old.url}/${index}`, to: `${target.url}/${COPY}`, options });
    return count / (wallMs / 1_000);
  };
}

function rowsOf(rates: Readonly<Record<Tool, number>>, unequal: Readonly<Record<Tool, Unequal>>): readonly Row[] {
  const rateOf = (tool: Tool): string => `${counted(Math.round(rates[tool]))} documents/s`;
  const altered = (tool: Tool, { count }: DocumentSet): string =>
    `it altered integers in ${counted(unequal[tool].integers)} of ${counted(count)} documents and said nothing`;
  return [
    ratioRow({
      what: `copy by bulk of ${counted(WHOLE.count)} documents of 0.9 kB, as fast as elasticdump with its defaults`,
      value: rates.bulk / rates.defaults,
      bar: { least: 3 },
      detail: `${rateOf('bulk')}, elasticdump ${rateOf('defaults')}; ${altered('defaults', QUARTER)}`,
    }),
    ratioRow({
      what: `the same, as fast as elasticdump with ${FASTEST.join(' ')}`,
      value: rates.bulk / rates.fastest,
      bar: { least: 1.2 },
      detail: `elasticdump ${rateOf('fastest')}; ${altered('fastest', WHOLE)}`,
    }),
    {
      what: 'documents of that copy by bulk that are not byte for byte those of the source',
      measured: counted(unequal.bulk.documents),
      bar: '0',
      isHeld: unequal.bulk.documents === 0,
      detail: `each has an integer beyond 2⁵³ and a price such as 1.370`,
    },
  ];
}
