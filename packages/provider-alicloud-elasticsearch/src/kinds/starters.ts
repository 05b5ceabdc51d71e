import type { StarterPlan } from '@waybill/core';

export const starters: readonly StarterPlan[] = [
  {
    kind: 'index-migration',
    title: 'move indices into an Alibaba Cloud Elasticsearch instance',
    secrets: ['ES_SOURCE_PASSWORD', 'ES_SINK_PASSWORD'],
    credentials: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    text: indexMigration,
  },
];

function indexMigration(name: string): string {
  return `version: 1
name: ${name}
description: Move indices into the managed Elasticsearch

inputs:
  sink:
    description: The Elasticsearch instance that receives the indices
    default: es-cn-n6w1o1x0w001c  # yours

secrets:  # references: the values never reach plan, preview, state or log
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { env: ES_SINK_PASSWORD }

providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 20/s, in_flight: 4, active: 5 }

migrations:
  orders:
    uses: search.index-migration
    # One unit for each index:
    for_each: [orders-2024, orders-2025]
    with:  # the vendor's own field names
      InstanceId: \${{ inputs.sink }}
      sourceCluster:
        endpoint: http://10.20.0.5:9200  # yours
        username: elastic
        password: \${{ secrets.es_source }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}
        type: _doc
        # Settings and mapping of the new index, as GET <index> of the source shows them:
        settings: { index: { number_of_shards: "5", number_of_replicas: "0" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
`;
}
