import type { Json } from '@waybill/core';
import { textsOf } from '@waybill/provider-kit';
import { refused, replyValue } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import { pauseCommand } from '../request/build-request.ts';
import type { AskedCall } from './asked-call.ts';
import { parseInfo } from './server-info.ts';

/**
 * Lets writers of the servers wait that the call means, or write again. An address may lead to another server by now, which is
 * left alone: that is a fault of a pause, and none of what lifts it.
 *
 * @throws ProviderError
 */
export async function pauseWrites(call: AskedCall): Promise<Json> {
  const { operation, args, layout, secrets } = call;
  const isLifting = operation === 'UnpauseWrites';
  const command = pauseCommand(operation, args);
  const meant = Array.isArray(args['run_ids']) ? textsOf(args['run_ids']) : undefined;
  const changed: string[] = [];
  for (const { address } of layout.masters) {
    const [info] = await call.ask({ address, database: 0, commands: [['INFO', 'server']] });
    const process = parseInfo(plainText(replyValue(info, operation, secrets)))['run_id'] ?? '';
    if (meant !== undefined && !meant.includes(process)) continue;
    const [reply] = await call.ask({ address, database: 0, commands: [command] });
    replyValue(reply, operation, secrets);
    changed.push(process);
  }
  if (!isLifting && changed.length < (meant ?? [1]).length)
    throw refused(
      'ERR another server answers at this address than the one whose writers are to wait',
      operation,
      secrets,
    );
  return { run_ids: changed };
}
