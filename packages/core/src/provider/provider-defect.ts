import { describeThrown, isWaybillError, WaybillError } from '../errors.ts';
import { lackOf } from './lack-of-error.ts';

/** A provider threw something that its contract does not know: neither a `ProviderError` nor a `CredentialsError`. */
export class ProviderDefectError extends WaybillError {
  constructor(alias: string, place: string, cause: unknown) {
    const lack = lackOf(cause);
    const what = lack === undefined ? 'an unexpected error' : `an error of another version of @waybill/core (${lack})`;
    super('PROVIDER_DEFECT', `Provider ${alias} threw ${what} in ${place}: ${describeThrown(cause)}`, {
      cause,
      hint:
        lack === undefined
          ? 'This is a fault of the provider, not of the plan: report it. `waybill resume` continues once it is corrected.'
          : 'Install the provider with the version of @waybill/core that the command has; then `waybill resume` continues.',
    });
  }
}

export interface GuardOptions {
  readonly alias: string;
  /** Its reason is passed on: it shows that a wait ended because the run stops. */
  readonly stopping: AbortSignal;
}

/**
 * `target` with every foreign error of its members turned into a `ProviderDefectError` that names the member; those in
 * `changes` take the place of its own. A frozen target is guarded as well, which a proxy of the target itself could not do.
 */
export function guardMembers<Target extends object>(
  target: Target,
  prefix: string,
  options: GuardOptions,
  changes: Partial<Target> = {},
): Target {
  // The same for each use of a member: calls and steps read them all the time.
  const guards = new Map<string | symbol, MemberGuard>();
  const guardOf = (key: string | symbol, member: AnyFunction, place: string): AnyFunction => {
    const known = guards.get(key);
    if (known?.member === member) return known.guard;
    const guard: AnyFunction = (...args) =>
      guarded(() => Reflect.apply(member, target, args) as unknown, place, options);
    guards.set(key, { member, guard });
    return guard;
  };
  return new Proxy({} as Target, {
    get: (_, key) => {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key) as unknown;
      const place = typeof key === 'symbol' ? `${prefix}dispose` : `${prefix}${key}`;
      const member: unknown = guarded(() => Reflect.get(target, key, target), place, options);
      return typeof member === 'function' ? guardOf(key, member as AnyFunction, place) : member;
    },
    has: (_, key) => Reflect.has(target, key),
    getPrototypeOf: () => Reflect.getPrototypeOf(target),
    ownKeys: () => Reflect.ownKeys(target),
    getOwnPropertyDescriptor: (_, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
    },
  });
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

interface MemberGuard {
  readonly member: AnyFunction;
  readonly guard: AnyFunction;
}

/** What `call` returns or resolves to. */
export function guarded<Result>(call: () => Result, place: string, options: GuardOptions): Result {
  const refuse = (thrown: unknown): never => {
    const isKnown = isWaybillError(thrown) && lackOf(thrown) === undefined;
    if (isKnown || (options.stopping.aborted && thrown === options.stopping.reason)) throw thrown;
    throw new ProviderDefectError(options.alias, place, thrown);
  };
  try {
    const result = call();
    return isThenable(result) ? (Promise.resolve(result).catch(refuse) as Result) : result;
  } catch (thrown) {
    return refuse(thrown);
  }
}

/** Also promises that are not of this realm or of a library's own class. */
function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
}
