import { compare } from '../support/compare.ts';
import { bareScroll } from '../support/elasticsearch/bare-scroll.ts';
import { type BenchClusters, withClusters } from '../support/elasticsearch/bench-clusters.ts';
import { fillIndex, SMALL_SET } from '../support/elasticsearch/bench-documents.ts';
import { countUnequal } from '../support/elasticsearch/count-unequal.ts';
import { counted, memoryRow, ratioRow, seconds } from '../support/elasticsearch/ratio-row.ts';
import { CopyFolder } from '../support/elasticsearch/waybill-copy.ts';
import type { Row } from '../support/row.ts';
import { buildCommand } from '../support/run-command.ts';

/** After one that does not count. */
const ROUNDS = 2;
const { index, count } = SMALL_SET;

/** `waybill verify` of two copies of one index, one equal byte for byte and one in which every document has another spelling. */
export async function benchElasticsearchVerify(): Promise<readonly Row[]> {
  buildCommand();
  return await withClusters(async (clusters) => {
    await fillIndex(clusters.old, SMALL_SET);
    using equal = new CopyFolder(clusters, { index, method: 'bulk', copy: 'equal' });
    using spelled = new CopyFolder(clusters, { index, method: 'remote', copy: 'spelled' });
    await equal.apply();
    await spelled.apply();
    return await measure(clusters, { equal, spelled });
  });
}

async function measure(
  { old, target }: BenchClusters,
  { equal, spelled }: Readonly<Record<'equal' | 'spelled', CopyFolder>>,
): Promise<readonly Row[]> {
  const megabytes: number[] = [];
  const verified = (folder: CopyFolder) => async (): Promise<number> => {
    const usage = await folder.verify();
    megabytes.push(usage.megabytes);
    return usage.wallMs;
  };
  const sides = [
    { cluster: old, index },
    { cluster: target, index: 'equal' },
  ];
  const times = await compare({
    rounds: ROUNDS,
    tasks: { bare: () => bareScroll(sides, SMALL_SET), bytes: verified(equal), value: verified(spelled) },
  });
  const { documents } = await countUnequal(target, 'spelled', SMALL_SET, false);
  return [
    ratioRow({
      what: `verify by digest, both sides of ${counted(count)} documents, equal byte for byte, as fast as a bare scroll of both`,
      value: times.bare / times.bytes,
      bar: { least: 0.7 },
      detail: `${seconds(times.bytes)} from the start of the command to its end, the scroll ${seconds(times.bare)}`,
    }),
    ratioRow({
      what: 'the same where documents differ in their spelling only',
      value: times.bare / times.value,
      bar: { least: 0.4 },
      detail: `${seconds(times.value)}; ${counted(documents)} of ${counted(count)} documents are spelled in another way`,
    }),
    memoryRow('verify by digest, documents of 0.9 kB', megabytes, 'resident, garbage included'),
  ];
}
