import type { Observation, Poll, PollHistory, PollItem } from '../../provider/poll.ts';
import { displayValue, type JsonObject, resolveValue, type ValueObject } from '../../value/value.ts';
import { judgementFaults } from './judgement-faults.ts';
import { onlyReads } from './only-reads.ts';
import { type CompleteProvider, type CompleteRule, frozen, sampledCalls, sampledParts } from './provider-under-test.ts';
import { withSession } from './with-session.ts';

export const POLL_RULES: readonly CompleteRule[] = [
  { promise: 'waits are grouped and judged by their arguments, also while nothing is seen', faultsOf: judgements },
  { promise: 'a round of a poll reads, and says something of every wait', faultsOf: rounds },
];

interface SampledWait {
  readonly place: string;
  readonly poll: Poll;
  readonly goal: string;
  readonly arguments: ValueObject;
}

/** By a step of a unit, or after a single call. */
function sampledWaits(under: CompleteProvider): readonly SampledWait[] {
  const waits: SampledWait[] = [];
  const add = (place: string, name: string, wait: Pick<SampledWait, 'goal' | 'arguments'>): void => {
    const poll = under.provider.polls[name];
    if (poll !== undefined) waits.push({ place, poll, goal: wait.goal, arguments: wait.arguments });
  };
  for (const { place, part } of sampledParts(under))
    if (part.kind === 'polls') add(place, part.name, { goal: part.goal, arguments: part.input });
  for (const { place, operation, arguments: args } of sampledCalls(under)) {
    const completion = operation.completion?.(args);
    if (completion !== undefined) add(`${place} (wait)`, completion.poll, completion);
  }
  return waits;
}

const HISTORY: PollHistory = { waitedMs: 0, heldSinceMs: undefined, nowMs: 0, statuses: [] };

function judgements(under: CompleteProvider): readonly string[] {
  const { operations } = under.provider;
  return sampledWaits(under).flatMap(({ place, poll, goal, arguments: given }) => {
    const args = frozen(displayValue(given) as JsonObject);
    const duration = poll.assumedDuration(goal);
    const calls = poll.callsOfRound([goal], [goal]);
    return [
      ...(new Set([1, 2].map(() => poll.scope(args))).size === 1
        ? []
        : ['its poll puts the same wait into two scopes']),
      ...faultsOfJudging(poll, { goal, arguments: args }, undefined, 'a task that is not seen'),
      ...(duration.p50Ms > 0 && duration.p50Ms <= duration.p90Ms
        ? []
        : ['half of its waits are said to take longer than nine in ten']),
      ...calls
        .filter(({ operation }) => operations[operation] === undefined || operations[operation].recovery !== undefined)
        .map(({ operation }) => `its poll reads by ${operation}, which is no read of this provider`),
    ].map((fault) => `${place}: ${fault}`);
  });
}

function faultsOfJudging(poll: Poll, item: PollItem, seen: Observation | undefined, what: string): readonly string[] {
  return judgementFaults(() => poll.judge(item, frozen(structuredClone(seen)), HISTORY), what);
}

function rounds(under: CompleteProvider): Promise<readonly string[]> {
  const { values = {} } = under;
  return withSession(under, async (open) => {
    const { read, faults, ask } = onlyReads('a round of a poll', open, under);
    const found: string[] = [];
    for (const { place, poll, goal, arguments: given } of sampledWaits(under)) {
      const args = resolveValue(given, ({ path }) => values[path.join('.')] ?? '0123456789ab') as JsonObject;
      const items = [1, 2].map(() => ({ goal, arguments: args }));
      const seen = await ask(place, () => poll.read(items, { read, round: 0 }));
      if (seen === undefined) continue;
      if (seen.length !== items.length)
        found.push(`${place}: a round for ${items.length} waits says something of ${seen.length}`);
      const [first] = seen;
      found.push(...faultsOfJudging(poll, { goal, arguments: args }, first, 'what a round has read').map(at(place)));
    }
    return [...faults, ...found];
  });
}

function at(place: string): (fault: string) => string {
  return (fault) => `${place}: ${fault}`;
}
