import { Reference } from '@waybill/core';
import { expect, it } from 'vitest';
import { describeCopy } from './describe-copy.ts';

const SINK = {
  InstanceId: 'es-cn-1',
  sinkCluster: { index: 'orders-2024', password: new Reference(['secrets', 'pw']) },
};

it('leads from the source, however it is reached, to the index of the instance', () => {
  const byEndpoint = describeCopy(
    { ...SINK, sourceCluster: { endpoint: 'http://old:9200', index: 'orders' } },
    'search',
  );
  expect(known(byEndpoint.from)).toEqual({ endpoint: 'http://old:9200', index: 'orders' });
  expect(byEndpoint.to).toMatchObject({ label: 'Alibaba Cloud Elasticsearch', connection: 'search' });
  expect(known(byEndpoint.to)).toEqual({ instance: 'es-cn-1', index: 'orders-2024' });
  const inVpc = { vpcId: 'vpc-1', vpcInstanceId: 'es-cn-0', vpcInstancePort: 9200, index: 'orders' };
  expect(known(describeCopy({ ...SINK, sourceCluster: inVpc }, 'search').from)).toEqual({
    vpc: 'vpc-1',
    instance: 'es-cn-0',
    port: 9200,
    index: 'orders',
  });
});

it('holds no password, and says nothing of what is not a map', () => {
  expect(JSON.stringify(describeCopy(SINK, 'search'))).not.toContain('secrets');
  expect(known(describeCopy({ sourceCluster: new Reference(['secrets', 'x']) }, 'search').from)).toEqual({});
});

function known(place: ReturnType<typeof describeCopy>['from']): unknown {
  const facts = place?.facts ?? [];
  return Object.fromEntries(facts.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]));
}
