import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';
import { timed } from '../compare.ts';
import type { DocumentSet } from './bench-documents.ts';

export interface ScrolledSide {
  readonly cluster: ClusterClient;
  readonly index: string;
}

const PAGE = 2_000;

/**
 * Milliseconds that reading both sides takes, as a process of its own.
 *
 * @throws Error when it did not see every document of both
 */
export async function bareScroll(sides: readonly ScrolledSide[], { count }: DocumentSet): Promise<number> {
  const read = await Promise.all(sides.map(highestOf));
  const child = fork(join(import.meta.dirname, 'bare-scroll-main.ts'), [JSON.stringify({ sides: read, size: PAGE })], {
    execArgv: [],
  });
  let documents: unknown;
  child.on('message', (message) => {
    documents = message;
  });
  const wallMs = await timed(() => once(child, 'exit'));
  if (documents !== sides.length * count) throw new Error(`the bare scroll saw ${String(documents)} documents`);
  return wallMs;
}

async function highestOf({ cluster, index }: ScrolledSide) {
  const answer = (await cluster.must('GET', `/${index}/_stats?level=shards`)) as unknown as {
    readonly indices: Readonly<Record<string, { readonly shards: Readonly<Record<string, readonly Shard[]>> }>>;
  };
  const shards = Object.values(answer.indices[index]?.shards ?? {}).flat();
  return { url: cluster.url, index, highest: Math.max(...shards.map(({ seq_no: { max_seq_no: max } }) => max)) };
}

interface Shard {
  readonly seq_no: { readonly max_seq_no: number };
}
