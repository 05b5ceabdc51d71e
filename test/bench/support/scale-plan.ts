import type { SandboxPlace } from './effects-plan.ts';

export interface ScalePlanOptions {
  readonly sandbox: Pick<SandboxPlace, 'url'>;
  readonly unitCount: number;
}

const UNITS_OF_INSTANCE = 1_000;

/** Every unit creates a data task and waits for it; the account takes more than a runner sends, each instance 1,000 units. */
export function scalePlan({ sandbox, unitCount }: ScalePlanOptions): string {
  const keys = Array.from({ length: unitCount }, (_, number) => `      i${digits(number)}: ${instanceOf(number)}`);
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
      InstanceId: \${{ each.value }}
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

function instanceOf(number: number): string {
  return `es-cn-bench${digits(Math.floor(number / UNITS_OF_INSTANCE))}`;
}

function digits(number: number): string {
  return String(number).padStart(6, '0');
}
