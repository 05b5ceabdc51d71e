import { type StartedProcess, waitFor } from '../../e2e/support/processes.ts';
import type { ClusterClient } from './cluster-client.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './nasty-documents.ts';

const PLAIN = 1_000;

/** How many documents `createOrders` writes. */
export const ORDERS: number = NASTY_DOCUMENTS.length + PLAIN;

const DEFINITION = {
  settings: {
    number_of_shards: 2,
    number_of_replicas: 1,
    refresh_interval: '7s',
    analysis: { analyzer: { low: { type: 'custom', tokenizer: 'keyword', filter: ['lowercase'] } } },
  },
  mappings: {
    _doc: {
      _all: { enabled: false },
      properties: {
        name: { type: 'text', analyzer: 'low' },
        n: { type: 'long' },
        at: { type: 'date' },
        extra: { type: 'object', enabled: false },
      },
    },
  },
};

/** Makes an index with settings, mapping and documents of its own on a cluster of 6.x, or of 7.x without `_all`. */
export async function createOrders(cluster: ClusterClient, index: string, aliases: object = {}): Promise<void> {
  const made = await cluster.send('PUT', `/${index}`, { ...DEFINITION, aliases });
  const isTyped = made['http_status'] === 200;
  const { _all: _none, ...mappings } = DEFINITION.mappings._doc;
  if (!isTyped) await cluster.must('PUT', `/${index}`, { ...DEFINITION, mappings, aliases });
  await cluster.load(index, [...NASTY_DOCUMENTS, ...plainDocuments(PLAIN)], ...(isTyped ? ['_doc'] : []));
  // An index that shows no document yet counts as empty where a method is chosen.
  await cluster.must('POST', `/${index}/_refresh`);
}

export interface Move {
  readonly old: ClusterClient;
  readonly target: ClusterClient;
  readonly index: string;
  readonly copy: string;
}

/** One unit `orders`, which the target pulls; `extra`: what else its `with` and the migration say. */
export function planOfMove({ old, target, index, copy }: Move, extra = ''): string {
  return `version: 1
name: move
providers:
  old: { type: elasticsearch, url: ${old.url} }
  new: { type: elasticsearch, url: ${target.url}, polling: { initial_interval: 200ms } }
migrations:
  orders:
    uses: new.reindex
    with:
      source: { connection: old, index: ${index} }
      dest: { index: ${copy} }
${extra.includes('method: ') ? '' : '      method: remote\n'}${extra}`;
}

/** The same within the cluster of the source, which is where `target` leads too. */
export function planWithin(move: Move, extra = ''): string {
  return planOfMove(move, `${extra}      method: local\n`).replace('connection: old, ', '');
}

/** Throws with what the command printed when it ends before. */
export async function copyRuns(command: StartedProcess, { target, copy }: Move): Promise<void> {
  await waitFor('the copy runs', async () => {
    if (!command.isAlive) throw new Error(`it has ended\n${command.stdout}\n${command.stderr}`);
    return (await target.copies(copy)) > 0;
  });
}
