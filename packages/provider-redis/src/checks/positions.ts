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

/** While writers wait nothing is written. What was all the same is neither copied for certain nor compared. */
export const stillPaused: Check = {
  judge: (response, _args, { position }) => {
    switch (wasWritten(positionIn(position), positionIn(response))) {
      case 'no':
        return { kind: 'passed', detail: 'Nothing was written to the source while its writers wait.' };
      case 'yes':
        return {
          kind: 'failed',
          detail: 'The source was written while its writers were to wait: the pause was lifted, or was over.',
          hint: PAUSED_ANEW,
        };
      default:
        return {
          kind: 'failed',
          detail:
            'It is not known whether the source was written while its writers wait: it was saved, restarted or replaced meanwhile.',
          hint: PAUSED_ANEW,
        };
    }
  },
};

const PAUSED_ANEW = 'Retry the unit: its writers are paused, and everything is copied and compared, once more.';
