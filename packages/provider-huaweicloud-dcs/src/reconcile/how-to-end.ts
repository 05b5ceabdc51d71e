import type { TaskPhase } from '../polls/task-status.ts';

/**
 * How an operator ends a task that has not ended, so that it can be deleted; undefined for one that has. Only a task that
 * moves data is stopped by the API.
 *
 * Source: Huawei Cloud DCS API reference, "Stopping a Data Migration Task".
 */
export function howToEnd(id: string, phase: TaskPhase): string | undefined {
  switch (phase) {
    case 'copying':
    case 'steady':
      return `stop it in the list of migration tasks in the DCS console, or with StopMigrationTask (POST /v2/{project_id}/migration-task/${id}/stop), and wait for TERMINATED`;
    case 'stopping':
      return 'it is being stopped: wait for TERMINATED';
    case 'creating':
      return 'its machine is being built, which cannot be stopped: wait until the task is RUNNING';
    case 'idle':
      return 'it waits for its configuration, so there is nothing to stop: delete it in the list of migration tasks in the DCS console, or wait until the vendor releases its machine';
    case 'unknown':
      return 'its status is not documented: check the list of migration tasks in the DCS console';
    case 'succeeded':
    case 'failed':
    case 'stopped':
    case 'released':
    case 'deleted':
      return undefined;
  }
}
