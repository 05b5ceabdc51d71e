import { WaybillError } from '@waybill/core';

/** What was asked for needs a state, and the plan has none. None was created. */
export class StateMissingError extends WaybillError {
  constructor(plan: string, location: string) {
    super('JOURNAL_MISSING', `There is no state of plan ${plan} at ${location}. Nothing was done.`, {
      hint: 'If the plan was applied before, open it with the state of that time; otherwise apply it first.',
    });
  }
}
