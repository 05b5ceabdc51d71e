import { shorten } from '../diagnostics/shorten.ts';
import { describeThrown, isWaybillError, WaybillError } from '../errors.ts';
import { ANSWER_SHAPES, DATA_SHAPES } from './answer-shapes.ts';
import { lackOf } from './lack-of-error.ts';
import { aFunction, type Misfit, optional, type Shape } from './shape.ts';

/** A member of a provider is, or answers, something else than its contract says. Its message shows no value: it may be secret. */
class WrongShape extends Error {
  constructor({ at, expected, found, name }: Misfit) {
    const what = name === undefined ? typeOf(found) : `\`${shorten(name)}\``;
    super(`expected ${expected}${at === '' ? '' : ` as \`${at}\``}, found ${what}`);
  }
}

/** What of a provider's declarations is wrong. */
export interface Breach {
  /** The way to it from the provider: `operations.CreateTask.recovery`. */
  readonly place: string;
  readonly expected: string;
  readonly found: unknown;
}

/** So many are listed: who declares a hundred operations wrongly has made one mistake. */
const MOST_BREACHES = 10;

/** What a provider declares is not what its contract says. Declarations hold no secrets, so short texts of them are shown. */
export class DeclarationBreach extends Error {
  constructor(breaches: readonly Breach[]) {
    const lines = breaches.map(({ place, expected, found }) => `${place}: expected ${expected}, found ${shown(found)}`);
    const more = lines.length - MOST_BREACHES;
    const listed = [...lines.slice(0, MOST_BREACHES), ...(more > 0 ? [`and ${more} more`] : [])];
    super(lines.length === 1 ? `in ${lines[0]}` : [`in ${lines.length} places`, ...listed].join('\n  '));
  }
}

/** The steps that a provider's kind gives do not fit what the provider has. */
export class StepBreach extends Error {}

/**
 * A provider threw something that its contract does not know, neither a `ProviderError` nor a `CredentialsError`, or
 * declares or answers something else than the contract says.
 */
export class ProviderDefectError extends WaybillError {
  constructor(alias: string, place: string, cause: unknown) {
    super('PROVIDER_DEFECT', `Provider ${alias} ${whatIsWrong(place, cause)}`, { cause, hint: hintFor(cause) });
  }
}

function whatIsWrong(place: string, cause: unknown): string {
  if (cause instanceof DeclarationBreach) return `breaks its contract ${cause.message}`;
  if (cause instanceof WrongShape || cause instanceof StepBreach)
    return `breaks its contract in ${place}: ${cause.message}`;
  const lack = lackOf(cause);
  const what = lack === undefined ? 'an unexpected error' : `an error of another version of @waybill/core (${lack})`;
  return `threw ${what} in ${place}: ${describeThrown(cause)}`;
}

function hintFor(cause: unknown): string {
  if (cause instanceof DeclarationBreach)
    return 'This is a fault of the provider, not of the plan: correct it, or report it. Nothing was sent.';
  return lackOf(cause) === undefined
    ? 'This is a fault of the provider, not of the plan: report it. `waybill resume` continues once it is corrected.'
    : 'Install the provider with the version of @waybill/core that the command has; then `waybill resume` continues.';
}

export interface GuardOptions {
  /** How messages name the provider: by its alias in the plan, or its type. */
  readonly alias: string;
  /**
   * Under which name the provider has what is guarded.
   *
   * @default the provider has one
   */
  readonly of?: string;
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

const functionOrAbsent: Shape = optional(aFunction);

function shapeOfMember(place: string): Shape | undefined {
  return ANSWER_SHAPES[place] === undefined ? DATA_SHAPES[place] : functionOrAbsent;
}

/** Whose answers are used without being waited for. */
const ANSWERS_AT_ONCE =
  /^(?:operation|kind|comparison|check)\.|^poll\.(?:scope|judge|callsOfRound|assumedDuration)$|^(?:buildRequest|probe|endpointsOf|connectionOf|limitScope|principal|taskScope|connection|keyId|secrets|credentialsEndAtMs|renewsCredentials)$/;

/** What `call` returns or resolves to, of the `shape` that it has to have. */
export function guarded<Result>(call: () => Result, place: string, options: GuardOptions, shape?: Shape): Result {
  return new Guard(place, options, shape).answerOf(call);
}

/** Of one place in the contract. Made once, because what is there may be asked with each call. */
class Guard {
  readonly #place: string;
  readonly #options: GuardOptions;
  readonly #shape: Shape | undefined;
  readonly #answersAtOnce: boolean;
  readonly #accept: (answer: unknown) => unknown;
  readonly #refuse: (thrown: unknown) => never;

  constructor(place: string, options: GuardOptions, shape: Shape | undefined) {
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
      if (this.#answersAtOnce) throw new WrongShape({ at: '', expected: 'an answer at once', found: result });
      return answer as Result;
    } catch (thrown) {
      return refuse(thrown, this.#place, this.#options);
    }
  }
}

function ignore(): void {}

function expectShape<Answer>(answer: Answer, shape: Shape | undefined): Answer {
  const misfit = shape?.(answer);
  if (misfit !== undefined) throw new WrongShape(misfit);
  return answer;
}

function refuse(thrown: unknown, place: string, { alias, of, stopping }: GuardOptions): never {
  const isKnown = isWaybillError(thrown) && lackOf(thrown) === undefined;
  if (isKnown || (stopping.aborted && thrown === stopping.reason)) throw thrown;
  throw new ProviderDefectError(alias, of === undefined ? place : `${place} of ${of}`, thrown);
}

/** `answer` itself, of the shape that the member at `place` has to give. */
export function expectAnswer<Answer>(
  answer: Answer,
  place: string,
  options: GuardOptions,
  shape: Shape | undefined = ANSWER_SHAPES[place],
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

function shown(value: unknown): string {
  if (value instanceof Error) return describeThrown(value);
  return typeof value === 'string' || typeof value === 'number' ? shorten(JSON.stringify(value)) : typeOf(value);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (isThenable(value)) return 'a promise';
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`;
}
