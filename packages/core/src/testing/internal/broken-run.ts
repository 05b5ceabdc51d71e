import { expect } from 'vitest';
import type { Poll } from '../../provider/poll.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderSession } from '../../provider/session.ts';
import type { RunWorld } from './run-world.ts';

/** A secret of the plan, and in every text that is thrown. */
export const SECRET = 'hunter2-and-more';

/** What a part that is not ours may throw. */
export const THROWN: Readonly<Record<string, () => unknown>> = {
  'an error': () => new TypeError(`no function, ${SECRET}`),
  'a text': () => `a text, ${SECRET}`,
  nothing: () => undefined,
  null: () => null,
  'a frozen error': () => Object.freeze(new Error(`frozen, ${SECRET}`)),
};

export type Throw = () => never;

/** The run must end by an error that is ours and clean, with nothing left open. `secret`: what must be in none of its texts. */
export async function expectCleanEnd(
  run: () => Promise<unknown>,
  world: RunWorld,
  secret: string = SECRET,
): Promise<unknown> {
  const error = await endOf(run, world, secret);
  expect(error, 'the run should not have ended well').toBeDefined();
  return error;
}

/** As `expectCleanEnd`, for a run that may end well: undefined then. */
export async function endOf(run: () => Promise<unknown>, world: RunWorld, secret: string = SECRET): Promise<unknown> {
  const unhandled: unknown[] = [];
  const keep = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on('unhandledRejection', keep);
  try {
    const error: unknown = await run().then(
      () => undefined,
      (thrown: unknown) => thrown ?? new Error('nothing was thrown'),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    if (error !== undefined) expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
    expect(textsOf(error)).not.toContain(secret);
    expect(world.disk.isLocked).toBe(false);
    return error;
  } finally {
    process.off('unhandledRejection', keep);
  }
}

/** An object with one property that is read by `get`. */
export function getter(name: string, get: () => unknown): object {
  return Object.defineProperty({}, name, { get, enumerable: true });
}

/** The provider with its poll changed. */
export function withPoll(provider: Provider, changes: Partial<Poll>): Provider {
  const tasks = provider.polls['tasks'];
  if (tasks === undefined) throw new Error('the fake provider has a poll');
  return { ...provider, polls: { tasks: { ...tasks, ...changes } } };
}

/** Every session with some of its members changed. */
export function withSession(provider: Provider, changes: (session: ProviderSession) => object): Provider {
  return {
    ...provider,
    connect: async (options) => {
      const session = await provider.connect(options);
      const changed = changes(session);
      return new Proxy(session, {
        get: (target, key) => {
          const owner = Reflect.has(changed, key) && Object.hasOwn(changed, key) ? changed : target;
          const value: unknown = Reflect.get(owner, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }) satisfies ProviderSession;
    },
  };
}

function textsOf(part: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof part !== 'object' || part === null || seen.has(part)) return String(part);
  seen.add(part);
  return Reflect.ownKeys(part)
    .map((key) => textsOf((part as Record<PropertyKey, unknown>)[key], seen))
    .join('\n');
}
