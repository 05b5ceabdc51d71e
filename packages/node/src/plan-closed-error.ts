import { WaybillError } from '@waybill/core';

/** An open plan was used after it was disposed. Nothing was done. */
export class PlanClosedError extends WaybillError {
  constructor(plan: string) {
    super('RUN_PLAN_CLOSED', `Plan ${plan} was used after it was disposed.`, {
      hint: 'Open it again with openPlan, or dispose it later.',
    });
  }
}
