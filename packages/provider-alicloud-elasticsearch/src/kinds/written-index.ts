import { isValueObject, type ValueObject, type WrittenTarget } from '@waybill/core';

/** The index of the sink instance that a data task fills, where the plan itself names both. */
export function writtenIndex(args: ValueObject): readonly WrittenTarget[] {
  const { InstanceId: instance, sinkCluster: sink } = args;
  const index = isValueObject(sink) ? sink['index'] : undefined;
  if (typeof instance !== 'string' || typeof index !== 'string') return [];
  return [
    {
      label: `the index ${index} of the instance ${instance}`,
      identity: ['index', instance.toLowerCase(), index],
      path: ['sinkCluster', 'index'],
    },
  ];
}
