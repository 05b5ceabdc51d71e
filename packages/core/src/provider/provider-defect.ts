import { describeThrown, isWaybillError, WaybillError } from '../errors.ts';

/** A provider threw something that its contract does not know: neither a `ProviderError` nor a `CredentialsError`. */
export class ProviderDefectError extends WaybillError {
  constructor(alias: string, place: string, cause: unknown) {
    super('PROVIDER_DEFECT', `Provider ${alias} threw an unexpected error in ${place}: ${describeThrown(cause)}`, {
      cause,
      hint: 'This is a fault of the provider, not of the plan: report it. `waybill resume` continues once it is corrected.',
    });
  }
}

export interface GuardOptions {
  readonly alias: string;
  /** Its reason is passed on: it shows that a wait ended because the run stops. */
  readonly stopping: AbortSignal;
}

/** `target` with every foreign error of its members turned into a `ProviderDefectError` that names the member. */
export function guardMembers<Target extends object>(target: Target, prefix: string, options: GuardOptions): Target {
  return new Proxy(target, {
    get: (_, key) => {
      const place = typeof key === 'symbol' ? `${prefix}dispose` : `${prefix}${key}`;
      const member: unknown = guarded(() => Reflect.get(target, key, target), place, options);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown =>
        guarded(() => Reflect.apply(member, target, args) as unknown, place, options);
    },
  });
}

/** What `call` returns or resolves to. */
export function guarded<Result>(call: () => Result, place: string, options: GuardOptions): Result {
  const refuse = (thrown: unknown): never => {
    if (isWaybillError(thrown) || (options.stopping.aborted && thrown === options.stopping.reason)) throw thrown;
    throw new ProviderDefectError(options.alias, place, thrown);
  };
  try {
    const result = call();
    return result instanceof Promise ? (result.catch(refuse) as Result) : result;
  } catch (thrown) {
    return refuse(thrown);
  }
}
