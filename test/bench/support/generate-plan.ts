export interface IndicesPlanOptions {
  readonly unitCount: number;
  /** How `for_each` is written: as a list of keys, or as a map of keys to the name of the sink's index. */
  readonly shape: 'list' | 'map';
}

/** A plan of one migration of indices, long like the plans of a person who lists what there is. */
export function indicesPlan({ unitCount, shape }: IndicesPlanOptions): string {
  const keys = keysOf(unitCount);
  const lines = keys.map((key) => (shape === 'list' ? `      - ${key}` : `      ${key}: moved-${key}`));
  const sink = shape === 'list' ? '${{ each.key }}' : '${{ each.value }}';
  return planWith(`\n${lines.join('\n')}`, sink);
}

export type RowFormat = 'csv' | 'json' | 'yaml';

/** The same of an inventory next to the plan. */
export function inventoryPlan(format: RowFormat): string {
  return planWith(` { file: rows.${format}, key: name }`, '${{ each.value.moved }}');
}

/** Rows of such an inventory, as `discover` writes them. */
export function inventoryRows(unitCount: number, format: RowFormat): string {
  const rows = keysOf(unitCount).map((name) => ({ name, moved: `moved-${name}`, owner: 'search' }));
  switch (format) {
    case 'csv':
      return `name,moved,owner\n${rows.map(({ name, moved, owner }) => `${name},${moved},${owner}\n`).join('')}`;
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`;
    case 'yaml':
      return rows.map(({ name, moved, owner }) => `- name: ${name}\n  moved: ${moved}\n  owner: ${owner}\n`).join('');
  }
}

function keysOf(unitCount: number): readonly string[] {
  return Array.from({ length: unitCount }, (_, number) => `index-${String(number).padStart(6, '0')}`);
}

function planWith(forEach: string, sink: string): string {
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
    for_each:${forEach}
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
        index: ${sink}
        type: _doc
        settings: { index: { number_of_shards: "2", number_of_replicas: "0" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
`;
}
