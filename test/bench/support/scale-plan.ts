import type { SandboxPlace } from './effects-plan.ts';

export interface ScalePlanOptions {
  readonly sandbox: Pick<SandboxPlace, 'url'>;
  readonly unitCount: number;
}

/** Every unit creates a data task and waits for it; the account takes more than a runner sends. */
export function scalePlan({ sandbox, unitCount }: ScalePlanOptions): string {
  const keys = Array.from({ length: unitCount }, (_, number) => `      - i${String(number).padStart(6, '0')}`);
  return `version: 1
name: scale
secrets: { password: { env: PASSWORD } }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: ${sandbox.url}
    limits: { requests: 20000/s, in_flight: 64, active: 4000, active_per_target: 4000 }
    polling: { initial_interval: 1s, max_interval: 2s }
migrations:
  indices:
    uses: search.index-migration
    for_each:
${keys.join('\n')}
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.password }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.password }}
        index: \${{ each.key }}
        type: _doc
        settings: {}
        mapping: { _doc: {} }
`;
}
