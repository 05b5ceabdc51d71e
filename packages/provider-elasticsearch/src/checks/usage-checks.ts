import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexUsageResponse } from '../generated/answers.generated.ts';

/** Counters of source and copy, before clients move. `beside`: the copy's. */
export const usageNoted: Check = {
  judge: (response, _args, _expected, beside) => ({
    kind: 'passed',
    detail: `Until now the source was searched ${countersIn(response).searches} times, and the copy ${countersIn(beside).searches} times.`,
  }),
  outputs: {
    source_searches: '/response/searches',
    source_writes: '/response/writes',
    copy_searches: '/beside/searches',
    copy_writes: '/beside/writes',
  },
};

/** What has become of them since, once clients should have moved. */
export const usageMoved: Check = {
  judge: (response, { index }, { source, copy }, beside) => {
    const searched = since(countersIn(response).searches, source);
    const used = `The copy was searched ${since(countersIn(beside).searches, copy)} times since then.`;
    if (searched <= 0) return { kind: 'passed', detail: `The source has not been searched since then. ${used}` };
    return {
      kind: 'warning',
      detail: `${textOf(index) ?? ''} of the source was searched ${searched} times since the copy was complete. ${used}`,
      hint: 'Find out who still uses the source before it is removed.',
    };
  },
};

/** The same, while clients move. What was blocked does not count, and what `waybill verify` reads does. */
export const usageShown: Check = {
  judge: (response, _args, noted, beside) => {
    const [source, copy] = [usedSince(response, noted, 'source'), usedSince(beside, noted, 'copy')];
    if (!isCounted(response)) return NOT_COUNTED;
    const detail = `Since the copy was complete, the source was ${describeUse(source)}, and the copy ${describeUse(copy)}.`;
    if (source.searches + source.writes === 0) return { kind: 'passed', detail };
    return {
      kind: 'warning',
      detail,
      hint: 'A client still uses the source, or `waybill verify` has read it. Check again in a while: a count that grows means that it is in use.',
    };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'warning',
    detail: `It is not known how often both sides are used: there is no index ${textOf(index) ?? ''}.`,
    hint: 'Find out who deleted it.',
    isUnknown: true,
  }),
};

/** Null where a cluster does not count. */
function isCounted(answer: Json | undefined): boolean {
  const { searches, writes } = fieldsOf<ShowIndexUsageResponse>(answer);
  return typeof searches === 'number' && typeof writes === 'number';
}

const NOT_COUNTED: CheckFinding = {
  kind: 'warning',
  detail: 'It is not known how often the source is used: its cluster does not count it.',
  hint: 'Find out in another way who uses it.',
  isUnknown: true,
};

interface Counters {
  readonly searches: number;
  readonly writes: number;
}

function usedSince(answer: Json | undefined, noted: JsonObject, side: 'source' | 'copy'): Counters {
  const { searches, writes } = countersIn(answer);
  return {
    searches: since(searches, noted[`${side}_searches`]),
    // An earlier version did not note it.
    writes: typeof noted[`${side}_writes`] === 'number' ? since(writes, noted[`${side}_writes`]) : 0,
  };
}

function describeUse({ searches, writes }: Counters): string {
  return `searched ${searches} ${searches === 1 ? 'time' : 'times'} and written to ${writes} ${writes === 1 ? 'time' : 'times'}`;
}

/** A counter begins anew when a shard moves: less than before says nothing. */
function since(now: number, noted: Json | undefined): number {
  return Math.max(0, now - numberOf(noted));
}

function countersIn(answer: Json | undefined): Counters {
  const { searches, writes } = fieldsOf<ShowIndexUsageResponse>(answer);
  return { searches: numberOf(searches), writes: numberOf(writes) };
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
