import { compare, median } from '../support/compare.ts';
import { type BenchClusters, withClusters } from '../support/elasticsearch/bench-clusters.ts';
import { createIndex, type DocumentSet, fillIndex, SMALL_SET } from '../support/elasticsearch/bench-documents.ts';
import { countUnequal, type Unequal } from '../support/elasticsearch/count-unequal.ts';
import { installElasticdump, runElasticdump } from '../support/elasticsearch/elasticdump.ts';
import { type CopyCost, describeCost, processorSecondsOf } from '../support/elasticsearch/processor-time.ts';
import { counted, ratioRow } from '../support/elasticsearch/ratio-row.ts';
import { COPY, copyByWaybill } from '../support/elasticsearch/waybill-copy.ts';
import type { Row } from '../support/row.ts';
import { buildCommand, type Usage } from '../support/run-command.ts';

/** After one that does not count. */
const ROUNDS = 2;
const WHOLE: DocumentSet = SMALL_SET;
/** With its defaults elasticdump would take minutes for all of them. */
const TENTH: DocumentSet = { ...WHOLE, index: 'tenth', count: WHOLE.count / 10 };
/** Of those that it documents, the ones that were fastest here; more documents or more calls at once were not faster. */
const FASTEST = ['--limit=1000', '--noRefresh', '--concurrency=4'] as const;

/** Copies by `bulk` and by elasticdump, each as a process of its own, in documents a second. */
export async function benchElasticdump(): Promise<readonly Row[]> {
  buildCommand();
  return await withClusters(async (clusters) => {
    installElasticdump();
    await fillIndex(clusters.old, WHOLE);
    await fillIndex(clusters.old, TENTH);
    const seen = new SeenCopies(clusters);
    const rates = await compare({
      rounds: ROUNDS,
      tasks: {
        bulk: () => seen.copy('bulk', WHOLE, byBulk(clusters)),
        defaults: () => seen.copy('defaults', TENTH, dumped(clusters, TENTH, [])),
        fastest: () => seen.copy('fastest', WHOLE, dumped(clusters, WHOLE, FASTEST)),
      },
    });
    return rowsOf(rates, seen);
  });
}

/** What is seen of the copies besides how long they take. */
class SeenCopies {
  readonly #clusters: BenchClusters;
  readonly #unequal = new Map<Tool, Unequal>();
  readonly #costs = new Map<Tool, CopyCost[]>();

  constructor(clusters: BenchClusters) {
    this.#clusters = clusters;
  }

  /** Documents a second of one copy, which is looked at once for each tool. */
  async copy(tool: Tool, set: DocumentSet, copy: () => Promise<Copied>): Promise<number> {
    const { target } = this.#clusters;
    await target.send('DELETE', `/${COPY}`);
    const { usage, cost } = await copy();
    const costs = this.#costs.get(tool) ?? [];
    this.#costs.set(tool, [...costs, cost]);
    if (!this.#unequal.has(tool)) this.#unequal.set(tool, await countUnequal(target, COPY, set, false));
    return set.count / (usage.wallMs / 1_000);
  }

  unequal(tool: Tool): Unequal {
    const found = this.#unequal.get(tool);
    if (found === undefined) throw new Error(`no copy by ${tool} was seen`);
    return found;
  }

  /** Medians of all rounds but the first. */
  cost(tool: Tool): CopyCost {
    const costs = (this.#costs.get(tool) ?? []).slice(1);
    const of = (part: keyof CopyCost): number => median(costs.map((cost) => cost[part]));
    return { source: of('source'), target: of('target'), client: of('client') };
  }
}

type Tool = 'bulk' | 'defaults' | 'fastest';

/** What a copy used, and what it cost. */
interface Copied {
  readonly usage: Usage;
  readonly cost: CopyCost;
}

function byBulk(clusters: BenchClusters): () => Promise<Copied> {
  return () => costOf(clusters, WHOLE, () => copyByWaybill(clusters, { index: WHOLE.index, method: 'bulk' }));
}

function dumped(clusters: BenchClusters, set: DocumentSet, options: readonly string[]): () => Promise<Copied> {
  const { old, target } = clusters;
  return async () => {
    await createIndex(target, COPY);
    const sides = { from: `${old.url}/${set.index}`, to: `${target.url}/${COPY}` };
    return await costOf(clusters, set, () => runElasticdump({ ...sides, options }));
  };
}

async function costOf({ pids }: BenchClusters, { count }: DocumentSet, copy: () => Promise<Usage>): Promise<Copied> {
  const before = { source: processorSecondsOf(pids.old), target: processorSecondsOf(pids.target) };
  const usage = await copy();
  const micros = (seconds: number): number => (seconds * 1e6) / count;
  const cost = {
    source: micros(processorSecondsOf(pids.old) - before.source),
    target: micros(processorSecondsOf(pids.target) - before.target),
    client: micros(usage.processorSeconds),
  };
  return { usage, cost };
}

function rowsOf(rates: Readonly<Record<Tool, number>>, seen: SeenCopies): readonly Row[] {
  const rateOf = (tool: Tool): string => `${counted(Math.round(rates[tool]))} documents/s`;
  const altered = (tool: Tool, { count }: DocumentSet): string =>
    `it altered integers in ${counted(seen.unequal(tool).integers)} of ${counted(count)} documents and said nothing`;
  const { documents } = seen.unequal('bulk');
  return [
    ratioRow({
      what: `copy by bulk of ${counted(WHOLE.count)} documents of 0.9 kB, as fast as elasticdump with its defaults`,
      value: rates.bulk / rates.defaults,
      bar: { least: 3 },
      detail: `${rateOf('bulk')}, elasticdump ${rateOf('defaults')}; ${altered('defaults', TENTH)}`,
    }),
    ratioRow({
      what: `the same, as fast as elasticdump with ${FASTEST.join(' ')}`,
      value: rates.bulk / rates.fastest,
      bar: { least: 1.2 },
      detail: `elasticdump ${rateOf('fastest')}; ${altered('fastest', WHOLE)}`,
    }),
    {
      what: 'processor time of that copy by bulk for each document, of all three processes together',
      measured: describeCost(seen.cost('bulk')),
      bar: 'none',
      isHeld: true,
      detail: `elasticdump ${describeCost(seen.cost('fastest'))}`,
    },
    {
      what: 'documents of that copy by bulk that are not byte for byte those of the source',
      measured: counted(documents),
      bar: '0',
      isHeld: documents === 0,
      detail: `each has an integer beyond 2⁵³ and a price such as 1.370`,
    },
  ];
}
