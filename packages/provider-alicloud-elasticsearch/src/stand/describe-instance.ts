import { type Answer, type Call, queryOf } from '@waybill/stand-kit';
import type { AlicloudInstance } from './alicloud-state.ts';
import { resultAnswer } from './gateway.ts';
import { requireInstance } from './require-instance.ts';
import type { AlicloudService } from './service.ts';

/** When every instance of the sandbox was made, so that answers do not depend on when it was started. */
const INSTANCE_CREATED_AT = '2024-01-01T00:00:00.000Z';
const DEFAULT_PAGE_SIZE = 20;

/** Source: Alibaba Cloud Elasticsearch, DescribeInstance. */
export function describeInstance(call: Call, service: AlicloudService): Answer {
  return resultAnswer(service.world, descriptionOf(requireInstance(call, service.state)), 0);
}

export function describeElasticsearchHealth(call: Call, service: AlicloudService): Answer {
  return resultAnswer(service.world, requireInstance(call, service.state).health, 0);
}

/** Source: Alibaba Cloud Elasticsearch, ListInstanceIndices. */
export function listInstanceIndices(call: Call, service: AlicloudService): Answer {
  const instance = requireInstance(call, service.state);
  const name = queryOf(call, 'name');
  const size = Number(queryOf(call, 'size') ?? DEFAULT_PAGE_SIZE);
  const page = Number(queryOf(call, 'page') ?? 1);
  const rows = service.state
    .indicesOf(instance)
    .filter((index) => name === null || index.includes(name))
    .slice((page - 1) * size, page * size)
    .map((index) => ({ name: index, health: 'green', size: 0, createTime: INSTANCE_CREATED_AT, isManaged: 'false' }));
  return resultAnswer(service.world, rows, 0);
}

function descriptionOf(instance: AlicloudInstance): Record<string, unknown> {
  const { instanceId } = instance;
  return {
    instanceId,
    description: instanceId,
    status: instance.status,
    esVersion: instance.esVersion,
    domain: `${instanceId}.elasticsearch.aliyuncs.com`,
    port: 9200,
    protocol: 'HTTP',
    enablePublic: false,
    publicDomain: `${instanceId}.public.elasticsearch.aliyuncs.com`,
    publicPort: 9200,
    vpcInstanceId: `${instanceId}-worker`,
    networkConfig: {
      type: 'vpc',
      vpcId: instance.vpcId,
      vsArea: instance.zoneId,
      vswitchId: 'vsw-sandbox00000000000000',
      whiteIpGroupList: [{ groupName: 'default', ips: ['0.0.0.0/0'], whiteIpType: 'PRIVATE_ES' }],
    },
    zoneCount: 1,
    zoneInfos: [{ zoneId: instance.zoneId, status: 'NORMAL' }],
    inited: true,
    instanceCategory: 'x-pack',
    createdAt: INSTANCE_CREATED_AT,
    updatedAt: INSTANCE_CREATED_AT,
    resourceGroupId: 'rg-sandbox00000000',
    esConfig: {},
    extendConfigs: [],
  };
}
