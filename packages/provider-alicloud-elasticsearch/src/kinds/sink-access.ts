import type { Value, ValueObject } from '@waybill/core';

/** How the vendor's probe reaches the sink: by its instance id and the cluster's own user. */
export function sinkAccess(sinkCluster: ValueObject, instanceId: Value): ValueObject {
  return {
    dataSourceType: sinkCluster['dataSourceType'] ?? null,
    instanceId,
    username: sinkCluster['username'] ?? null,
    password: sinkCluster['password'] ?? null,
  };
}
