export interface FastConnections {
  readonly old: string;
  readonly target: string;
  /** Without connections to the servers. */
  readonly isAddressed?: true | undefined;
}

/**
 * Inputs and providers of a plan: the vendor as `cache`, by what a served sandbox gives, and both servers as `old` and `new`, all
 * of them as quick as this machine.
 */
export function fastConnections({ old, target, isAddressed }: FastConnections): string {
  const quick = 'limits: { requests: 2000/s }, pace: { keys: 1000000/s }';
  const servers = `
  old: { type: redis, url: "${old}", ${quick} }
  new: { type: redis, url: "${target}", ${quick} }`;
  return `inputs: { search_endpoint: {}, cache_endpoint: {}, project_id: {} }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: "\${{ inputs.cache_endpoint }}"
    project_id: "\${{ inputs.project_id }}"
    limits: { requests: 200/s }
    polling: { initial_interval: 100ms, max_interval: 200ms }${isAddressed === true ? '' : servers}`;
}
