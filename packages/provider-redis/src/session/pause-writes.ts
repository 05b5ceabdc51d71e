import { type Json, ProviderError } from '@waybill/core';
import { textsOf } from '@waybill/provider-kit';
import { refused, replyValue } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import { type Command, pauseCommand } from '../request/build-request.ts';
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
  const meant = Array.isArray(args['run_ids']) ? textsOf(args['run_ids']) : undefined;
  const masters: Master[] = [];
  for (const { address } of layout.masters) {
    const process = await processAt(address, call);
    if (meant === undefined || meant.includes(process)) masters.push({ address, process });
  }
  // Before any of them is paused: all of them are, or none.
  if (!isLifting && masters.length < (meant ?? [1]).length)
    throw refused(
      'ERR another server answers at this address than the one whose writers are to wait',
      operation,
      secrets,
    );
  const changed: Master[] = [];
  try {
    for (const master of masters) {
      await send(pauseCommand(operation, args), master, call);
      changed.push(master);
    }
  } catch (error) {
    if (!isLifting) await liftAgain(changed, error, call);
    throw error;
  }
  return { run_ids: changed.map(({ process }) => process) };
}

interface Master {
  readonly address: AskedCall['layout']['masters'][number]['address'];
  readonly process: string;
}

async function processAt(address: Master['address'], { ask, operation, secrets }: AskedCall): Promise<string> {
  const [info] = await ask({ address, database: 0, commands: [['INFO', 'server']] });
  return parseInfo(plainText(replyValue(info, operation, secrets)))['run_id'] ?? '';
}

async function send(command: Command, { address }: Master, { ask, operation, secrets }: AskedCall): Promise<void> {
  const [reply] = await ask({ address, database: 0, commands: [command] });
  replyValue(reply, operation, secrets);
}

/** What was refused by one master has no effect at the others. Where they cannot be reached, it may have. */
async function liftAgain(changed: readonly Master[], refusal: unknown, call: AskedCall): Promise<void> {
  try {
    for (const master of changed) await send(pauseCommand('UnpauseWrites', {}), master, call);
  } catch {
    if (!(refusal instanceof ProviderError)) throw refusal;
    const { vendorCode, class: ofRefusal, message } = refusal;
    throw new ProviderError(message, { vendorCode, class: ofRefusal, effect: 'possible', operation: call.operation });
  }
}
