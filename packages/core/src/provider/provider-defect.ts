import { describeThrown, isWaybillError, WaybillError } from '../errors.ts';
import { ANSWER_SHAPES, type AnswerShape, DATA_SHAPES } from './answer-shapes.ts';
import { lackOf } from './lack-of-error.ts';

/** A member of a provider is, or answers, something else than its contract says. Its message shows no value: it may be secret. */
class WrongShape extends Error {
  constructor(expected: string, found: unknown) {
    super(`expected ${expected}, found ${typeOf(found)}`);
  }
}

/**
 * A provider threw something that its contract does not know, neither a `ProviderError` nor a `CredentialsError`, or
 * answered something else than its contract says.
 */
export class ProviderDefectError extends WaybillError {
  constructor(alias: string, place: string, cause: unknown) {
    const lack = lackOf(cause);
    const what = lack === undefined ? 'an unexpected error' : `an error of another version of @waybill/core (${lack})`;
    const text =
      cause instanceof WrongShape
        ? `Provider ${alias} breaks its contract in ${place}: ${cause.message}`
        : `Provider ${alias} threw ${what} in ${place}: ${describeThrown(cause)}`;
    super('PROVIDER_DEFECT', text, {
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
      guarded(() => Reflect.apply(member, target, args) as unknown, place, options, ANSWER_SHAPES[place]);
    guards.set(key, { member, guard });
    return guard;
  };
  return new Proxy({} as Target, {
    get: (_, key) => {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key) as unknown;
      const place = typeof key === 'symbol' ? `${prefix}dispose` : `${prefix}${key}`;
      const member: unknown = guarded(() => Reflect.get(target, key, target), place, options, shapeOfMember(place));
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

const functionOrAbsent: AnswerShape = (member) =>
  member === undefined || typeof member === 'function' ? undefined : 'a function';

function shapeOfMember(place: string): AnswerShape | undefined {
  return ANSWER_SHAPES[place] === undefined ? DATA_SHAPES[place] : functionOrAbsent;
}

/** Whose answers are used without being waited for. */
const ANSWERS_AT_ONCE =
  /^(?:operation|kind|check)\.|^poll\.(?:scope|judge|callsOfRound|assumedDuration)$|^(?:buildRequest|probe|endpointsOf|connectionOf|limitScope|principal|taskScope|connection|keyId|secrets|credentialsEndAtMs|renewsCredentials)$/;

/** What `call` returns or resolves to, of the `shape` that it has to have. */
export function guarded<Result>(call: () => Result, place: string, options: GuardOptions, shape?: AnswerShape): Result {
  const check = (result: unknown): unknown => {
    const expected = shape?.(result);
    if (expected !== undefined) throw new WrongShape(expected, result);
    return result;
  };
  const refuse = (thrown: unknown): never => {
    const isKnown = isWaybillError(thrown) && lackOf(thrown) === undefined;
    if (isKnown || (options.stopping.aborted && thrown === options.stopping.reason)) throw thrown;
    throw new ProviderDefectError(options.alias, place, thrown);
  };
  try {
    const result = call();
    if (isThenable(result)) {
      const answer = Promise.resolve(result).then(check).catch(refuse);
      // Whoever asked may never wait for it, and a promise without an owner ends the process when it rejects.
      answer.catch(() => {});
      if (ANSWERS_AT_ONCE.test(place)) throw new WrongShape('an answer at once', result);
      return answer as Result;
    }
    return check(result) as Result;
  } catch (thrown) {
    return refuse(thrown);
  }
}

/** `answer` itself, of the shape that the member at `place` has to give. */
export function expectAnswer<Answer>(answer: Answer, place: string, { alias }: GuardOptions): Answer {
  const expected = ANSWER_SHAPES[place]?.(answer);
  if (expected === undefined) return answer;
  throw new ProviderDefectError(alias, place, new WrongShape(expected, answer));
}

/** Also promises that are not of this realm or of a library's own class. */
function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (isThenable(value)) return 'a promise';
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`;
}
