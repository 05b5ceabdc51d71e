import type { PollDefinition } from '@waybill/core';
import { textOf } from '../config.ts';
import { transfersIn } from '../session/archive-session.ts';

const transfers: PollDefinition = {
  scope: () => 'transfers',
  async read(items, { read }) {
    const listed = transfersIn(await read('ListTransfers', {}));
    return items.map((item) => listed.find(({ id }) => id === item.arguments['transfer_id']));
  },
  judge(_item, transfer) {
    const status = textOf(transfer?.['status'] ?? 'not listed');
    if (status === 'arrived') return { kind: 'reached', status, outputs: {} };
    return status === 'lost'
      ? { kind: 'failed', status, reason: 'The transfer was lost.' }
      : { kind: 'pending', status };
  },
  callsOfRound: () => [{ operation: 'ListTransfers', calls: 1 }],
  assumedDuration: () => ({ p50Ms: 60_000, p90Ms: 600_000, source: 'a guess' }),
};

export const polls: Readonly<Record<string, PollDefinition>> = { transfers };
