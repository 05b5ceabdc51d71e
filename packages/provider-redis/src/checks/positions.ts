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
        detail: `The write position of the ${textOf(side) ?? 'server'} is not known.`,
        hint: 'Without it, writes after a verification cannot be detected.',
      };
    return { kind: 'passed', detail: `The write position of the ${textOf(side) ?? 'server'} is recorded.` };
  },
  outputs: { position: '/response' },
};

/** Fails when a side was written since its position was noted, and when nobody can say that it was not. */
export const positionsSame: Check = {
  judge: (response, _args, { position, side }) => {
    const name = textOf(side) ?? 'server';
    switch (wasWritten(positionIn(position), positionIn(response))) {
      case 'no':
        return { kind: 'passed', detail: `Nothing has been written to the ${name} since then.` };
      case 'yes':
        return {
          kind: 'failed',
          detail: `The ${name} has been written to since then.`,
          hint: 'Compare both sides again with `waybill verify`.',
        };
      default:
        return {
          kind: 'failed',
          detail: `It is not known whether the ${name} has been written to since then: it was saved, restarted or replaced.`,
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
        return { kind: 'passed', detail: 'Nothing was written to the source while its writers were paused.' };
      case 'yes':
        return {
          kind: 'failed',
          detail: 'The source was written to although its writers were paused: the pause was lifted or had expired.',
          hint: PAUSED_ANEW,
        };
      default:
        return {
          kind: 'failed',
          detail:
            'It is not known whether the source was written to while its writers were paused: it was saved, restarted or replaced meanwhile.',
          hint: PAUSED_ANEW,
        };
    }
  },
};

const PAUSED_ANEW = 'Retry the unit: it pauses the writers, copies and compares once more.';
