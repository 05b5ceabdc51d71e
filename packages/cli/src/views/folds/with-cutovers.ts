import type { Graph } from '@waybill/core';
import type { CommandContext } from './command-line.ts';
import { isCutover } from './is-cutover.ts';

/** With which gates of this plan lead clients to the target. */
export function withCutovers(
  context: CommandContext,
  { stepsByAddress }: Pick<Graph, 'stepsByAddress'>,
): CommandContext {
  const leadsClients = (gate: string): boolean => {
    const step = stepsByAddress.get(gate);
    return step !== undefined && isCutover(step);
  };
  return { ...context, isCutover: leadsClients };
}
