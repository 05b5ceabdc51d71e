import type { PlannedRead } from '@waybill/core';

/** Asks the node that answers for its version, without what nobody reads; also where `GET /` is not answered. */
export const SHOW_VERSION: PlannedRead = {
  operation: 'ShowNodes',
  arguments: { node_id: '_local', metric: 'http', filter_path: 'cluster_name,nodes.*.version' },
};
