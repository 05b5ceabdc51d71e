import type { StarterPlan } from '@waybill/core';

export const starters: readonly StarterPlan[] = [
  {
    kind: 'reindex',
    title: 'copy indices into another Elasticsearch or OpenSearch cluster',
    secrets: ['OLD_PASSWORD', 'NEW_PASSWORD'],
    credentials: [],
    text: reindexPlan,
  },
  {
    kind: 'verify',
    title: 'compare indices with copies that any tool made earlier',
    secrets: ['OLD_PASSWORD', 'NEW_PASSWORD'],
    credentials: [],
    text: verifyPlan,
  },
];

function reindexPlan(name: string): string {
  return `version: 1
name: ${name}
description: Copy indices into the new cluster

inputs:
  old:
    description: The cluster that has the indices
    default: https://10.20.0.5:9200  # yours
  new:
    description: The cluster that gets them. It pulls from the old one if its reindex.remote.whitelist names that; otherwise Waybill reads and writes
    default: https://10.20.0.9:9200  # yours

secrets:  # references: the values never reach plan, preview, state or log
  old: { env: OLD_PASSWORD }
  new: { env: NEW_PASSWORD }

providers:
  old:
    type: elasticsearch
    url: \${{ inputs.old }}
    username: elastic
    password: \${{ secrets.old }}
  new:
    type: elasticsearch
    url: \${{ inputs.new }}
    username: elastic
    password: \${{ secrets.new }}
    # Never more copies or comparisons than this at once:
    limits: { slices: 4 }

migrations:
  orders:
    uses: new.reindex
    # One unit for each index:
    for_each: [orders-2024, orders-2025]
    with:
      source: { connection: old, index: "\${{ each.key }}" }
      # Settings and mapping come from the source, unless they are given here:
      dest: { index: "\${{ each.key }}" }
`;
}

function verifyPlan(name: string): string {
  return `version: 1
name: ${name}
description: Compare indices with their copies

inputs:
  old:
    description: The cluster that has the indices
    default: https://10.20.0.5:9200  # yours
  new:
    description: The cluster that has the copies
    default: https://10.20.0.9:9200  # yours

secrets:  # references: the values never reach plan, preview, state or log
  old: { env: OLD_PASSWORD }
  new: { env: NEW_PASSWORD }

providers:
  old:
    type: elasticsearch
    url: \${{ inputs.old }}
    username: elastic
    password: \${{ secrets.old }}
  new:
    type: elasticsearch
    url: \${{ inputs.new }}
    username: elastic
    password: \${{ secrets.new }}

migrations:
  orders:
    uses: new.verify
    # One unit for each index:
    for_each: [orders-2024, orders-2025]
    with:
      source: { connection: old, index: "\${{ each.key }}" }
      target: { connection: new, index: "\${{ each.key }}" }
    # counts, definition, sample, or digest: every document of both sides
    verify: { level: digest }
`;
}
