import { type LostCall, ProviderError, type ReconcileContext, type Reconciliation } from '@waybill/core';
import { type Look, lookUntilSettled } from '@waybill/provider-kit';
import { inspectExchange } from './inspect-exchange.ts';
import { inspectRestart } from './inspect-restart.ts';
import { inspectSet } from './inspect-set.ts';
import { inspectStop } from './inspect-stop.ts';
import { lostTaskId, lostTaskIds } from './lost-task-ids.ts';
import { reconcileCreate } from './reconcile-create.ts';

const LOOK_INTERVAL_MS = 5_000;

/**
 * Finds out whether a call whose answer was lost has had its effect. Reads only. In doubt an operator decides: a second
 * task on one target, or a second full copy over newer data, does more harm than a stop.
 */
export async function reconcileLostCall(
  lost: LostCall,
  context: ReconcileContext,
  options: { readonly settleMs: number },
): Promise<Reconciliation> {
  const look = lookFor(lost, context);
  if (look === undefined)
    return { kind: 'undecided', reason: `${lost.operation} leaves no trace that could be looked up.` };
  try {
    return await lookUntilSettled(context, { ...options, intervalMs: LOOK_INTERVAL_MS }, look);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.class !== 'not-found') throw error;
    return { kind: 'undecided', reason: `The task of ${lost.operation} no longer exists: ${error.message}` };
  }
}

function lookFor(lost: LostCall, context: ReconcileContext): (() => Promise<Look>) | undefined {
  switch (lost.operation) {
    case 'CreateOnlineMigrationTask':
    case 'CreateMigrationTask':
      return () => reconcileCreate(lost, context.read);
    case 'SetOnlineMigrationTask':
      return () => inspectSet(lost, context.read);
    case 'ExchangeInstanceIp':
    case 'RollbackExchangeInstanceIp':
      return () => inspectExchange(lost, context.read);
    case 'BatchRestartOnlineMigrationTasks':
      return () => inspectRestart(lost, lostTaskIds(lost), context.read);
    case 'StopMigrationTask':
    case 'StopMigrationTaskSync':
      return () => inspectStop(lost, [lostTaskId(lost)], context.read);
    case 'BatchStopMigrationTasks':
      return () => inspectStop(lost, lostTaskIds(lost), context.read);
    default:
      return undefined;
  }
}
