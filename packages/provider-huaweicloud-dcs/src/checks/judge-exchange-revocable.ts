import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowMigrationTaskResponse } from '../generated/answers.generated.ts';

/** Whether addresses can be exchanged back. `is_counted`: other steps say what was written since. */
export function judgeExchangeRevocable(
  response: Json,
  args: JsonObject,
  { is_counted: isCounted }: JsonObject,
): CheckFinding {
  const id = textOf(args['task_id']) ?? '';
  const state = textOf(fieldsOf<ShowMigrationTaskResponse>(response).task_status);
  if (state === 'EXCHANGE_SUCCESS' && isCounted === true)
    return { kind: 'passed', detail: `Task ${id} shows its exchange.` };
  if (state === 'EXCHANGE_SUCCESS')
    return {
      kind: 'warning',
      detail: 'It is not known what was written to the target since the exchange, and none of it is copied back.',
      hint: 'The plan names no connections to the servers: verify.connect. Compare both sides by other means first.',
    };
  return {
    kind: 'failed',
    detail: `Task ${id} shows ${state ?? 'no exchange'}: its addresses cannot be exchanged back.`,
    hint: 'Check in the console which address leads to which instance.',
  };
}

/** The service has no other way to exchange them back. */
export function exchangeForgotten(args: JsonObject): CheckFinding {
  return {
    kind: 'failed',
    detail: `Task ${textOf(args['task_id']) ?? ''} no longer exists; without it, addresses cannot be exchanged back.`,
    hint: 'Exchange the addresses with a new migration from the target to the source.',
  };
}
