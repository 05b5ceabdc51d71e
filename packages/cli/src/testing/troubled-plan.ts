import type { FaultScript } from '@waybill/sandbox';
import { SHOP_PLAN } from './sandbox-session.ts';

/**
 * Two indices; two twins, whose tasks have the same name, so that nobody can tell whose a task is when both answers are
 * lost; and reports, which wait for the indices.
 */
export const TROUBLED_PLAN: string = `${SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:'))}  twins:
    uses: cache.CreateOnlineMigrationTask
    for_each: [a, b]
    retry: { initial_interval: 300ms }
    with: &machine
      name: twin
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
    shared_target: tasks of one name, which nothing tells apart
  reports:
    uses: cache.CreateOnlineMigrationTask
    needs: [orders]
    with: *machine
`.replace('type: huaweicloud-dcs', 'type: huaweicloud-dcs\n    settle: 1s');

/** Every index is refused, and the answers of both twins are lost. */
export const TROUBLE: FaultScript = [
  {
    operation: 'CreateDataTasks',
    fault: { kind: 'status', status: 400, code: 'InvalidSink', message: 'the sink is frozen', when: 'before' },
  },
  { operation: 'CreateOnlineMigrationTask', times: 2, fault: { kind: 'reset', when: 'after' } },
];
