import type { Provider } from './provider.ts';
import { type GuardOptions, guarded, guardMembers } from './provider-defect.ts';

/**
 * A provider as a run uses it: whatever its methods, polls and checks, and the sessions it opens, throw by mistake arrives
 * as a `ProviderDefectError`.
 */
export function guardProvider(provider: Provider, options: GuardOptions): Provider {
  const changes: Pick<Provider, 'polls' | 'checks' | 'connect'> = {
    polls: guardEach(provider.polls, 'poll.', options),
    checks: guardEach(provider.checks, 'check.', options),
    connect: async (connecting) => {
      const session = await guarded(() => Promise.resolve(provider.connect(connecting)), 'connect', options);
      return guardMembers(session, '', options);
    },
  };
  // Its own members stay reachable, those of its class too.
  return Object.assign(Object.create(provider) as Provider, changes);
}

function guardEach<Member extends object>(
  members: Readonly<Record<string, Member>>,
  prefix: string,
  options: GuardOptions,
): Readonly<Record<string, Member>> {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, guardMembers(member, prefix, options)]),
  );
}
