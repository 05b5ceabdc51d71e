import type { ProviderErrorClass } from '@waybill/core';
import type { Classification } from '@waybill/provider-kit';

/** An error as the cluster gives it. */
export interface ClusterError {
  /** Such as `index_not_found_exception`; empty where the cluster gives a sentence alone. */
  readonly type: string;
  readonly reason: string;
  readonly status: number;
}

interface Rule {
  readonly class: ProviderErrorClass;
  readonly hint?: string;
}

const ALIAS_MOVED = 'Another client has moved or removed the alias: check which index it points to.';

/** By type, which says more than the status. Source: answers of Elasticsearch 6.7 to 9 and OpenSearch 2 and 3. */
const RULES: Readonly<Record<string, Rule>> = {
  es_rejected_execution_exception: { class: 'throttled' },
  rejected_execution_exception: { class: 'throttled' },
  circuit_breaking_exception: {
    class: 'throttled',
    hint: 'A node is out of memory: lower batch, parts or limits.active.',
  },
  too_many_scroll_contexts_exception: { class: 'throttled' },
  index_not_found_exception: { class: 'not-found' },
  resource_not_found_exception: { class: 'not-found' },
  aliases_not_found_exception: { class: 'not-found', hint: ALIAS_MOVED },
  alias_not_found_exception: { class: 'not-found' },
  resource_already_exists_exception: { class: 'fatal', hint: 'Choose another name.' },
  invalid_index_name_exception: { class: 'fatal' },
  index_closed_exception: { class: 'fatal', hint: 'Open the index first.' },
  security_exception: { class: 'forbidden' },
  snapshot_in_progress_exception: { class: 'busy' },
  unavailable_shards_exception: {
    class: 'transient',
    hint: 'A primary shard of the index is not allocated to any node: GET /_cluster/allocation/explain says why.',
  },
  process_cluster_event_timeout_exception: { class: 'transient' },
  master_not_discovered_exception: { class: 'transient' },
};

/** What an error of a cluster means: by its type, and by the HTTP status where the type is unknown. */
export function classifyError(error: ClusterError): Classification {
  const rule = ruleOf(error);
  return {
    class: rule?.class ?? classOfStatus(error.status),
    // A refusal before anything was done. A server fault says nothing about the effect.
    isCertainRefusal: error.status >= 400 && error.status < 500,
    hint: rule?.hint,
  };
}

/** Types of errors that a cluster gives when it cannot reach another one. Source: answers of 6.7 to 7.17 and OpenSearch 2 and 3. */
const REMOTE_TYPES =
  /^(connect_exception|unknown_host_exception|no_route_to_host_exception|s_s_l_\w+|connection_closed_exception|socket_timeout_exception|status_exception|response_exception)$/;
const NOT_ALLOWED = /not (whitelisted|allowlisted) in reindex\.remote/;
const UNREADABLE = /remote is likely not an Elasticsearch/;

/** What helps a target that may not pull from the source. */
export const ALLOW: string =
  'Add the address of the source to reindex.remote.whitelist (OpenSearch: allowlist) on every node of the target, and restart them.';
/** What helps one that cannot read what the source answers. */
export const UNREADABLE_PAIR: string =
  'The target cannot pull with this pair of versions: set method: bulk, which reads and writes from this machine.';

/** What a target says that may not pull from the source, or cannot read what it answers. */
export function cannotPull(reason: string): boolean {
  return NOT_ALLOWED.test(reason) || UNREADABLE.test(reason);
}

/** An error that speaks of the other cluster, from which this one was to copy: network, allow-list, login, version. */
export function isOfRemote({ type, reason }: ClusterError): boolean {
  return REMOTE_TYPES.test(type) || cannotPull(reason);
}

function ruleOf({ type, reason, status }: ClusterError): Rule | undefined {
  if (status === 401) return { class: 'unauthorized' };
  if (type === 'cluster_block_exception') return blockRule(reason, status);
  if (NOT_ALLOWED.test(reason)) return { class: 'fatal', hint: ALLOW };
  // 7.11 to 7.17.
  if (reason.startsWith('required alias ')) return { class: 'not-found', hint: ALIAS_MOVED };
  return Object.hasOwn(RULES, type) ? RULES[type] : undefined;
}

/** A full disk passes, and so does a cluster that is starting; a block that somebody has set does not. */
function blockRule(reason: string, status: number): Rule {
  if (status === 429 || /read-only-allow-delete|FORBIDDEN\/12/.test(reason))
    return {
      class: 'busy',
      hint: 'The disks of the cluster are too full for writes: add space, or delete what is not needed.',
    };
  if (status === 503) return { class: 'transient' };
  return { class: 'fatal', hint: 'The index is blocked: check its settings under index.blocks.' };
}

function classOfStatus(status: number): ProviderErrorClass {
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'transient' : 'fatal';
}
