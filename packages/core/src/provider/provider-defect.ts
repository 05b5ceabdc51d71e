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
  const members = new Map<string | symbol, GuardedMember>();
  return new Proxy({} as Target, {
    get: (_, key) => {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key) as unknown;
      let member = members.get(key);
      if (member === undefined) {
        member = new GuardedMember({ target, key, prefix, options });
        members.set(key, member);
      }
      return member.get();
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

/** One member of a guarded object: where it is in the contract, and the guard of its function. */
class GuardedMember {
  readonly #reading: Guard;
  readonly #calling: Guard;
  readonly #target: object;
  readonly #read: () => unknown;
  #function: AnyFunction | undefined;
  #guard: AnyFunction | undefined;

  constructor({
    target,
    key,
    prefix,
    options,
  }: {
    readonly target: object;
    readonly key: string | symbol;
    readonly prefix: string;
    readonly options: GuardOptions;
  }) {
    const place = typeof key === 'symbol' ? `${prefix}dispose` : `${prefix}${key}`;
    this.#reading = new Guard(place, options, shapeOfMember(place));
    this.#calling = new Guard(place, options, ANSWER_SHAPES[place]);
    this.#target = target;
    this.#read = (): unknown => Reflect.get(target, key, target);
  }

  get(): unknown {
    const member = this.#reading.answerOf(this.#read);
    return typeof member === 'function' ? this.#guardOf(member as AnyFunction) : member;
  }

  #guardOf(member: AnyFunction): AnyFunction {
    if (this.#guard !== undefined && this.#function === member) return this.#guard;
    const [target, calling] = [this.#target, this.#calling];
    const guard: AnyFunction = (...args) => calling.answerOf(() => Reflect.apply(member, target, args) as unknown);
    this.#function = member;
    this.#guard = guard;
    return guard;
  }
}

const functionOrAbsent: AnswerShape = (member) =>
  member === undefined || typeof member === 'function' ? undefined : 'a function';

function shapeOfMember(place: string): AnswerShape | undefined {
  return ANSWER_SHAPES[place] === undefined ? DATA_SHAPES[place] : functionOrAbsent;
}

/** Whose answers are used without being waited for. */
const ANSWERS_AT_ONCE =
  /^(?:operation|kind|comparison|check)\.|^poll\.(?:scope|judge|callsOfRound|assumedDuration)$|^(?:buildRequest|probe|endpointsOf|connectionOf|limitScope|principal|taskScope|connection|keyId|secrets|credentialsEndAtMs|renewsCredentials)$/;

/** What `call` returns or resolves to, of the `shape` that it has to have. */
export function guarded<Result>(call: () => Result, place: string, options: GuardOptions, shape?: AnswerShape): Result {
  return new Guard(place, options, shape).answerOf(call);
}

/** Of one place in the contract. Made once, because what is there may be asked with each call. */
class Guard {
  readonly #place: string;
  readonly #options: GuardOptions;
  readonly #shape: AnswerShape | undefined;
  readonly #answersAtOnce: boolean;
  readonly #accept: (answer: unknown) => unknown;
  readonly #refuse: (thrown: unknown) => never;

  constructor(place: string, options: GuardOptions, shape: AnswerShape | undefined) {
    this.#place = place;
    this.#options = options;
    this.#shape = shape;
    this.#answersAtOnce = ANSWERS_AT_ONCE.test(place);
    this.#accept = (answer) => expectAnswer(answer, place, options, shape);
    this.#refuse = (thrown) => refuse(thrown, place, options);
  }

  answerOf<Result>(call: () => Result): Result {
    try {
      const result = call();
      if (!isThenable(result)) return expectShape(result, this.#shape);
      const answer = Promise.resolve(result).then(this.#accept, this.#refuse);
      // Whoever asked may never wait for it, and a promise without an owner ends the process when it rejects.
      answer.catch(ignore);
      if (this.#answersAtOnce) throw new WrongShape('an answer at once', result);
      return answer as Result;
    } catch (thrown) {
      return refuse(thrown, this.#place, this.#options);
    }
  }
}

function ignore(): void {}

function expectShape<Answer>(answer: Answer, shape: AnswerShape | undefined): Answer {
  const expected = shape?.(answer);
  if (expected !== undefined) throw new WrongShape(expected, answer);
  return answer;
}

function refuse(thrown: unknown, place: string, { alias, stopping }: GuardOptions): never {
  const isKnown = isWaybillError(thrown) && lackOf(thrown) === undefined;
  if (isKnown || (stopping.aborted && thrown === stopping.reason)) throw thrown;
  throw new ProviderDefectError(alias, place, thrown);
}

/** `answer` itself, of the shape that the member at `place` has to give. */
export function expectAnswer<Answer>(
  answer: Answer,
  place: string,
  options: GuardOptions,
  shape: AnswerShape | undefined = ANSWER_SHAPES[place],
): Answer {
  try {
    return expectShape(answer, shape);
  } catch (thrown) {
    return refuse(thrown, place, options);
  }
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
