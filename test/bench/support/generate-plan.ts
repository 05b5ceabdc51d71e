export interface IndicesPlanOptions {
  readonly unitCount: number;
  /** How `for_each` is written: as a list of keys, or as a map of keys to the name of the sink's index. */
  readonly shape: 'list' | 'map';
}

/** A plan of one migration of indices, long like the plans of a person who lists what there is. */
export function indicesPlan({ unitCount, shape }: IndicesPlanOptions): string {
  const keys = Array.from({ length: unitCount }, (_, number) => `index-${String(number).padStart(6, '0')}`);
  const lines = keys.map((key) => (shape === 'list' ? `      - ${key}` : `      ${key}: moved-${key}`));
  return `version: 1
name: indices
secrets:
  source: { env: SOURCE_PASSWORD }
  sink: { env: SINK_PASSWORD }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  indices:
    uses: search.index-migration
    for_each:
${lines.join('\n')}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.source }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.sink }}
        index: ${shape === 'list' ? '${{ each.key }}' : '${{ each.value }}'}
        type: _doc
        settings: { index: { number_of_shards: "2", number_of_replicas: "0" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
`;
}
