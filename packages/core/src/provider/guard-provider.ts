import { defined } from '../value/defined.ts';
import { ANSWER_SHAPES } from './answer-shapes.ts';
import { guardHostTransport } from './guard-host-transport.ts';
import type { Provider } from './provider.ts';
import { expectAnswer, type GuardOptions, guarded, guardMembers } from './provider-defect.ts';
import type { ProviderSession } from './session.ts';
import { a, type Shape, withFields } from './shape.ts';

/**
 * A provider as a run uses it: whatever its methods, the functions of its kinds, operations, polls and checks, and the
 * sessions it opens, throw by mistake arrives as a `ProviderDefectError`.
 */
export function guardProvider(provider: Provider, options: GuardOptions): Provider {
  const connect: Provider['connect'] = async (connecting) => {
    const transport = guardHostTransport(connecting.transport);
    const connected = (): Promise<ProviderSession> => Promise.resolve(provider.connect({ ...connecting, transport }));
    const session = await guarded(connected, 'connect', options, ANSWER_SHAPES['connect']);
    return guardMembers(session, '', options);
  };
  return guardDefinitions({ provider, connect }, options);
}

/**
 * A provider as plans are compiled, previewed and estimated with it: its sessions are guarded by the run that opens them.
 * `name`: how messages name it.
 */
export function guardPlanning(provider: Provider, name: string = provider.type): Provider {
  const options = { alias: name, stopping: new AbortController().signal };
  const offered = offeredBySessions(provider);
  const connect: Provider['connect'] = async (connecting) => {
    const session = expectAnswer(await provider.connect(connecting), 'connect', options);
    return expectAnswer(session, 'connect', options, offered);
  };
  return guardDefinitions({ provider, connect }, options);
}

/** What settles a lost answer, as the recoveries of a provider's operations need it. */
const SETTLES_WITH: Readonly<Record<string, readonly string[]>> = {
  lookup: ['findExisting', 'reconcile'],
  inspect: ['reconcile'],
};

/** Without these an effect would be sent before it is known that nothing can say what became of it. */
function offeredBySessions({ operations }: Provider): Shape {
  const needed = Object.values(operations).flatMap(({ name, recovery }) => {
    const methods = SETTLES_WITH[recovery?.policy ?? ''] ?? [];
    const method = a(`a function, which the recovery of ${name} needs`, (value) => typeof value === 'function');
    return methods.map((member) => [member, method] as const);
  });
  return withFields(Object.fromEntries(needed));
}

function guardDefinitions(
  { provider, connect }: { readonly provider: Provider; readonly connect: Provider['connect'] },
  options: GuardOptions,
): Provider {
  const { comparison, jobs, listings } = provider;
  const changes: Pick<
    Provider,
    'operations' | 'kinds' | 'polls' | 'checks' | 'comparison' | 'jobs' | 'listings' | 'connect'
  > = {
    operations: guardEach(provider.operations, 'operation.', options),
    kinds: guardEach(provider.kinds, 'kind.', options),
    polls: guardEach(provider.polls, 'poll.', options),
    checks: guardEach(provider.checks, 'check.', options),
    ...defined({
      jobs: jobs === undefined ? undefined : guardEach(jobs, 'job.', options),
      comparison: comparison === undefined ? undefined : guardMembers(comparison, 'comparison.', options),
      listings: listings === undefined ? undefined : guardEach(listings, 'listing.', options),
    }),
    connect,
  };
  return guardMembers(provider, '', options, changes);
}

function guardEach<Member extends object>(
  members: Readonly<Record<string, Member>>,
  prefix: string,
  options: GuardOptions,
): Readonly<Record<string, Member>> {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, guardMembers(member, prefix, { ...options, of: name })]),
  );
}
