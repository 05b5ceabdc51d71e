import type { HttpRequest } from '@waybill/core';
import type { InProcessSandbox } from '@waybill/sandbox';
import { filterPath } from '../../../packages/provider-elasticsearch/src/stand/filter-path.ts';
import type { Exchange } from '../../sim/derived-world.ts';
import type { ClusterFault } from './cluster-faults.ts';

/** The calls that a fault meets: the n-th of an operation from now on, or each of them. */
export interface Strike {
  readonly operation: string;
  readonly nth: number | 'every';
  readonly fault: ClusterFault;
}

type Answered = Awaited<ReturnType<Exchange>>;

/** The way to the clusters: counts the calls of each operation, and lets a fault meet one of them. */
export class StruckWire {
  /** How often each operation was called. */
  readonly counts: Map<string, number> = new Map();
  /** The fault has met its call. */
  hasStruck = false;
  readonly #sandbox: InProcessSandbox;
  #strike: Strike | undefined;

  constructor(sandbox: InProcessSandbox) {
    this.#sandbox = sandbox;
  }

  /** From here on. Calls are counted anew. */
  begin(strike: Strike | undefined): void {
    this.#strike = strike;
    this.counts.clear();
    const { tooMany } = strike?.fault.strike.by === 'sandbox' ? strike.fault.strike : {};
    if (tooMany !== undefined) this.#sandbox.control.setSettings({ elasticsearch: { tooMany } });
  }

  readonly carry = async (request: HttpRequest, exchange: Exchange): Promise<Answered> => {
    const strike = this.#strikeAt(request);
    if (strike === undefined) return await exchange(request);
    this.hasStruck = true;
    switch (strike.by) {
      case 'sandbox':
        return await this.#withFault(strike.fault, () => exchange(request));
      case 'node':
        if (strike.when === 'before') this.#restartNode(request);
        return await exchange(request).then((answer) => {
          if (strike.when === 'after') this.#restartNode(request);
          return answer;
        });
      case 'answer':
        return strike.missing === 'shards'
          ? await withoutShards(request, exchange)
          : await withoutItems(request, exchange);
    }
  };

  #strikeAt(request: HttpRequest): ClusterFault['strike'] | undefined {
    const operation = operationOf(request);
    const nth = (this.counts.get(operation) ?? 0) + 1;
    this.counts.set(operation, nth);
    const { operation: meant, nth: wanted, fault } = this.#strike ?? {};
    return operation === meant && (wanted === 'every' || nth === wanted) ? fault?.strike : undefined;
  }

  /** The sandbox draws the fault when the call arrives, which is before the exchange first waits. */
  async #withFault(fault: Extract<ClusterFault['strike'], { by: 'sandbox' }>['fault'], send: () => Promise<Answered>) {
    const { control } = this.#sandbox;
    control.setFaults([{ fault, times: 1 }]);
    const answer = send();
    control.setFaults([]);
    return await answer;
  }

  #restartNode({ url }: HttpRequest): void {
    const { control } = this.#sandbox;
    const { host } = new URL(url);
    control.setSettings({ elasticsearch: { restarts: { [host]: 1 } } });
  }
}

const OPERATIONS: readonly (readonly [name: string, method: string, path: RegExp])[] = [
  ['ShowNodes', 'GET', /^\/_nodes\//],
  ['ShowClusterState', 'GET', /^\/_cluster\/state\//],
  ['HasPrivileges', 'POST', /^\/_security\/user\/_has_privileges$/],
  ['TryDefinition', 'POST', /^\/_index_template\/_simulate$/],
  ['ShowClusterSettings', 'GET', /^\/_cluster\/settings$/],
  ['ListAllocation', 'GET', /^\/_cat\/allocation$/],
  ['ListIndices', 'GET', /^\/_cat\/indices/],
  ['ShowIndexHealth', 'GET', /^\/_cluster\/health\//],
  ['GetAlias', 'GET', /^\/_alias\//],
  ['UpdateAliases', 'POST', /^\/_aliases$/],
  ['Reindex', 'POST', /^\/_reindex$/],
  ['ListTasks', 'GET', /^\/_tasks$/],
  ['GetTask', 'GET', /^\/_tasks\//],
  ['FindTaskResults', 'POST', /^\/\.tasks\/_search$/],
  ['ScrollDocuments', 'POST', /^\/_search\/scroll$/],
  ['ClearScroll', 'DELETE', /^\/_search\/scroll$/],
  ['SearchDocuments', 'POST', /^\/[^/]+\/_search$/],
  ['BulkDocuments', 'POST', /^\/[^/]+\/_bulk$/],
  ['GetVersions', 'POST', /^\/[^/]+\/_mget$/],
  ['CountDocuments', 'POST', /^\/[^/]+\/_count$/],
  ['RefreshIndex', 'POST', /^\/[^/]+\/_refresh$/],
  ['ShowIndexUsage', 'GET', /^\/[^/]+\/_stats\/search/],
  ['ShowIndexStats', 'GET', /^\/[^/]+\/_stats/],
  ['PutSettings', 'PUT', /^\/[^/]+\/_settings$/],
  ['AddIndexBlock', 'PUT', /^\/[^/]+\/_block\//],
  ['CreateIndex', 'PUT', /^\/[^/]+$/],
  ['GetIndex', 'GET', /^\/[^/]+$/],
  ['DeleteIndex', 'DELETE', /^\/[^/]+$/],
];

/** By its path; the sandbox names it only when it arrives. `TryReindex` is a `_reindex` that is waited for. */
function operationOf({ method, url }: HttpRequest): string {
  const { pathname, searchParams } = new URL(url);
  const [name] = OPERATIONS.find(([, wanted, path]) => wanted === method && path.test(pathname)) ?? [];
  if (name === undefined) throw new Error(`no operation is called by ${method} ${pathname}`);
  return name === 'Reindex' && searchParams.get('wait_for_completion') !== 'false' ? 'TryReindex' : name;
}

/** One of two shards has not answered: half of the hits are missing, and the answer says so where it is asked to. */
async function withoutShards(request: HttpRequest, exchange: Exchange): Promise<Answered> {
  const answer = await exchange(request);
  if (answer === undefined) return undefined;
  const body = JSON.parse(answer.body) as { hits?: { hits?: readonly unknown[] } };
  const { hits } = body;
  const left = hits?.hits?.filter((_, at) => at % 2 === 0);
  const reason = { type: 'node_disconnected_exception', reason: 'the node of the shard has gone' };
  const shards = { total: 2, successful: 1, failed: 1, failures: [{ shard: 1, index: 'one', reason }] };
  const paths = new URL(request.url).searchParams.get('filter_path');
  const said = paths === null ? { _shards: shards } : (filterPath({ _shards: shards }, paths) as object);
  const lacking = left === undefined ? body : { ...body, hits: { ...hits, hits: left } };
  return { ...answer, body: JSON.stringify({ ...lacking, ...said }) };
}

/** The queue of a node is full: every other operation of a batch is rejected, and not carried out. */
async function withoutItems(request: HttpRequest, exchange: Exchange): Promise<Answered> {
  const actions = actionsIn(String(request.body ?? ''));
  const kept = actions.map((_, at) => at % 2 === 0);
  const body = actions.filter((_, at) => kept[at]).map(({ lines }) => lines);
  const answer = await exchange({ ...request, body: body.join('') });
  if (answer === undefined) return undefined;
  const { errors, items: done } = JSON.parse(answer.body) as { errors: boolean; items: unknown[] };
  const error = { type: 'es_rejected_execution_exception', reason: 'rejected execution of primary operation' };
  const items = actions.map(({ kind }, at) => (kept[at] ? done.shift() : { [kind]: { status: 429, error } }));
  return { ...answer, body: JSON.stringify({ errors: errors || kept.includes(false), items }) };
}

function actionsIn(text: string): readonly { readonly kind: string; readonly lines: string }[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const actions: { kind: string; lines: string }[] = [];
  while (lines.length > 0) {
    const about = lines.shift() ?? '';
    const [kind = ''] = Object.keys(JSON.parse(about) as object);
    actions.push({ kind, lines: `${about}\n${kind === 'delete' ? '' : `${lines.shift() ?? ''}\n`}` });
  }
  return actions;
}
