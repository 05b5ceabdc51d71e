import { type Call, defined, headerOf, type Operation, type QueryPair } from '@waybill/stand-kit';
import { bulkDocuments } from './bulk-documents.ts';
import { advanceTasks } from './copying.ts';
import { createIndex } from './create-index.ts';
import { findTaskResults } from './find-task-results.ts';
import type { OperationName } from './generated/operations.generated.ts';
import { getAlias } from './get-alias.ts';
import { deleteIndex, getIndex, listIndices } from './get-index.ts';
import { hasPrivileges } from './has-privileges.ts';
import { countDocuments, refreshIndex, showIndexStats, showIndexUsage } from './index-documents.ts';
import { addIndexBlock, putSettings } from './put-settings.ts';
import { nameOfReindex, reindex } from './reindex.ts';
import { clearScroll, getVersions, scrollDocuments, searchDocuments } from './search-documents.ts';
import type { ElasticsearchHandler, ElasticsearchService } from './service.ts';
import { showIndexHealth } from './show-index-health.ts';
import { showCluster, showNodes } from './show-nodes.ts';
import { listAllocation, showClusterSettings, showClusterState } from './show-surroundings.ts';
import { cancelTask, getTask, listTasks, rethrottleReindex } from './tasks.ts';
import { tryDefinition } from './try-definition.ts';
import { updateAliases } from './update-aliases.ts';

const CLUSTER = '/clusters/{cluster}';

/** They carry documents, for whoever reads and writes them. */
type DocumentCall = 'SearchDocuments' | 'ScrollDocuments' | 'ClearScroll' | 'BulkDocuments' | 'GetVersions';

type Row = readonly [
  name: OperationName | DocumentCall | 'ShowCluster',
  method: Operation['method'],
  path: string,
  handler: ElasticsearchHandler,
  nameOf?: (query: readonly QueryPair[]) => OperationName,
];

/** Paths without a name in them come before those that begin with an index. */
const ROWS: readonly Row[] = [
  ['ShowCluster', 'GET', '', showCluster],
  ['ShowNodes', 'GET', '/_nodes/{node_id}/{metric}', showNodes],
  ['ShowClusterState', 'GET', '/_cluster/state/metadata', showClusterState],
  ['HasPrivileges', 'POST', '/_security/user/_has_privileges', hasPrivileges],
  ['ShowClusterSettings', 'GET', '/_cluster/settings', showClusterSettings],
  ['TryDefinition', 'POST', '/_index_template/_simulate', tryDefinition],
  ['ListAllocation', 'GET', '/_cat/allocation', listAllocation],
  ['ListIndices', 'GET', '/_cat/indices', listIndices],
  ['ListIndices', 'GET', '/_cat/indices/{index}', listIndices],
  ['ShowIndexHealth', 'GET', '/_cluster/health/{index}', showIndexHealth],
  ['GetAlias', 'GET', '/_alias/{name}', getAlias],
  ['UpdateAliases', 'POST', '/_aliases', updateAliases],
  ['Reindex', 'POST', '/_reindex', reindex, nameOfReindex],
  ['RethrottleReindex', 'POST', '/_reindex/{task_id}/_rethrottle', rethrottleReindex],
  ['ListTasks', 'GET', '/_tasks', listTasks],
  ['GetTask', 'GET', '/_tasks/{task_id}', getTask],
  ['CancelTask', 'POST', '/_tasks/{task_id}/_cancel', cancelTask],
  ['FindTaskResults', 'POST', '/.tasks/_search', findTaskResults],
  ['ScrollDocuments', 'POST', '/_search/scroll', scrollDocuments],
  ['ClearScroll', 'DELETE', '/_search/scroll', clearScroll],
  ['SearchDocuments', 'POST', '/{index}/_search', searchDocuments],
  ['BulkDocuments', 'POST', '/{index}/_bulk', bulkDocuments],
  ['GetVersions', 'POST', '/{index}/_mget', getVersions],
  ['CountDocuments', 'POST', '/{index}/_count', countDocuments],
  ['CountDocuments', 'GET', '/{index}/_count', countDocuments],
  ['RefreshIndex', 'POST', '/{index}/_refresh', refreshIndex],
  ['ShowIndexStats', 'GET', '/{index}/_stats/docs,store', showIndexStats],
  ['ShowIndexStats', 'GET', '/{index}/_stats', showIndexStats],
  ['ShowIndexUsage', 'GET', '/{index}/_stats/search,get,indexing', showIndexUsage],
  ['PutSettings', 'PUT', '/{index}/_settings', putSettings],
  ['AddIndexBlock', 'PUT', '/{index}/_block/{block}', addIndexBlock],
  ['CreateIndex', 'PUT', '/{index}', createIndex],
  ['GetIndex', 'GET', '/{index}', getIndex],
  ['DeleteIndex', 'DELETE', '/{index}', deleteIndex],
];

/** The served part of the API of clusters. Every call first lets tasks work until now. */
export function elasticsearchOperations(service: ElasticsearchService): readonly Operation[] {
  return ROWS.map(([name, method, path, handler, nameOf]) => ({
    name,
    method,
    path: `${CLUSTER}${path}`,
    subject: subjectOf,
    idempotencyToken: (call) => headerOf(call, 'x-opaque-id'),
    handle: (call) => {
      const cluster = service.state.cluster(call.params['cluster'] ?? '');
      if (cluster === null) throw new Error(`the gateway let a call to no cluster pass: ${call.target}`);
      advanceTasks(service);
      return handler({ call, cluster, service });
    },
    ...defined({ nameOf }),
  }));
}

function subjectOf({ params }: Call): string | null {
  const { cluster, index, name, task_id: taskId } = params;
  return [cluster, index ?? name ?? taskId].filter((part) => part !== undefined).join('/') || null;
}
