import type { Check } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';

/** How far each shard of the source has been written: what comes after it is copied later. */
export const shardPositions: Check = {
  judge: (response, { index }) => {
    const { positions } = fieldsOf<ShowIndexStatsResponse>(response);
    if (Array.isArray(positions) && positions.length > 0)
      return { kind: 'passed', detail: `${positions.length} shards, up to ${Math.max(...(positions as number[]))}.` };
    return {
      kind: 'failed',
      detail: `${textOf(index) ?? ''} does not report the write positions of its shards.`,
      hint: 'Check that all its shards are allocated, and that its user may see its statistics (monitor).',
    };
  },
  outputs: { positions: '/response/positions' },
};
