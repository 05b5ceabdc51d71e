import { isValueObject, type Movement, type ValueObject } from '@waybill/core';

/** From the index that a data task reads to the one that it creates in the instance. */
export function describeCopy(args: ValueObject, connection: string): Movement {
  const source = isValueObject(args['sourceCluster']) ? args['sourceCluster'] : {};
  const sink = isValueObject(args['sinkCluster']) ? args['sinkCluster'] : {};
  return {
    from: {
      label: 'Elasticsearch',
      facts: [
        { name: 'endpoint', value: source['endpoint'] },
        { name: 'vpc', value: source['vpcId'] },
        { name: 'instance', value: source['vpcInstanceId'] },
        { name: 'address', value: source['vpcIp'] },
        { name: 'port', value: source['vpcInstancePort'] },
        { name: 'index', value: source['index'] },
      ],
    },
    to: {
      label: 'Alibaba Cloud Elasticsearch',
      connection,
      facts: [
        { name: 'instance', value: args['InstanceId'] },
        { name: 'index', value: sink['index'] },
      ],
    },
  };
}
