import type { Check } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { positionIn, wasWritten } from '../jobs/position.ts';

/** Notes how far a side has been written, so that later writes show. */
export const positionsNoted: Check = {
  judge: (response, _args, { side }) => {
    const { nodes, text } = positionIn(response);
    if (text === undefined && nodes.every(({ offset }) => offset === undefined))
      return {
        kind: 'warning',
        detail: `How far the ${textOf(side) ?? 'server'} has been written is not known.`,
        hint: 'Without it nobody can say whether it was written since a verification.',
      };
    return { kind: 'passed', detail: `How far the ${textOf(side) ?? 'server'} has been written is noted.` };
  },
  outputs: { position: '/response' },
};

/** Fails when a side was written since its position was noted, and when nobody can say that it was not. */
export const positionsSame: Check = {
  judge: (response, _args, { position, side }) => {
    const name = textOf(side) ?? 'server';
    switch (wasWritten(positionIn(position), positionIn(response))) {
      case 'no':
        return { kind: 'passed', detail: `Nothing was written to the ${name} since.` };
      case 'yes':
        return {
          kind: 'failed',
          detail: `The ${name} was written since.`,
          hint: 'Compare both sides again with `waybill verify`.',
        };
      default:
        return {
          kind: 'failed',
          detail: `It is not known whether the ${name} was written since: it was saved, restarted or replaced.`,
          hint: 'Compare both sides again with `waybill verify`.',
        };
    }
  },
};
