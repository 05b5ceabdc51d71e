/** Where the sandbox is, as far as a plan says it. */
export interface SandboxPlace {
  readonly url: string;
  readonly projectId: string;
}

export interface EffectsPlanOptions {
  readonly sandbox: SandboxPlace;
  readonly taskId: string;
  readonly effectCount: number;
  /** Such as `100/s`. */
  readonly requests: string;
  readonly inFlight: number;
}

/**
 * Many effects and nothing else: one call for each unit, answered at once and without anything to wait for. All change
 * the same remote task, which costs the server the same for each.
 */
export function effectsPlan(options: EffectsPlanOptions): string {
  const keys = Array.from({ length: options.effectCount }, (_, number) => `u${number}`);
  return `version: 1
name: effects
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: ${options.sandbox.url}
    project_id: ${options.sandbox.projectId}
    limits: { requests: ${options.requests}, in_flight: ${options.inFlight} }
migrations:
  effects:
    uses: cache.UpdateMigrationTask
    for_each: [${keys.join(', ')}]
    with: { task_id: ${options.taskId}, resume_mode: auto }
`;
}

/** One remote task to work on. */
export function oneTaskPlan({ url, projectId }: SandboxPlace): string {
  return `version: 1
name: task
providers:
  cache: { type: huaweicloud-dcs, region: eu-de, endpoint: ${url}, project_id: ${projectId} }
migrations:
  task:
    uses: cache.CreateOnlineMigrationTask
    wait: false
    with:
      name: bench
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
`;
}
