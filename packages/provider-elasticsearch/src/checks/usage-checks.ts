import type { Check, Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexUsageResponse } from '../generated/answers.generated.ts';

/** Counters of source and copy, before clients move. `beside`: the copy's. */
export const usageNoted: Check = {
  judge: (response, _args, _expected, beside) => ({
    kind: 'passed',
    detail: `Until now the source was searched ${searchesIn(response)} times, and the copy ${searchesIn(beside)} times.`,
  }),
  outputs: { source_searches: '/response/searches', copy_searches: '/beside/searches' },
};

/** What has become of them since. A counter begins anew when a shard moves: less than before says nothing. */
export const usageMoved: Check = {
  judge: (response, { index }, { source, copy }, beside) => {
    const searched = searchesIn(response) - numberOf(source);
    const used = `The copy was searched ${Math.max(0, searchesIn(beside) - numberOf(copy))} times since.`;
    if (searched <= 0) return { kind: 'passed', detail: `Nobody has searched the source since. ${used}` };
    return {
      kind: 'warning',
      detail: `${textOf(index) ?? ''} of the source was searched ${searched} times since the copy was complete. ${used}`,
      hint: 'Find out who still uses the source, before it is taken away.',
    };
  },
};

function searchesIn(answer: Json | undefined): number {
  return numberOf(fieldsOf<ShowIndexUsageResponse>(answer).searches);
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
