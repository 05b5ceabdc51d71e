import type { ValueObject } from '../../value/value.ts';

/** Something of a provider that a step uses. */
export type ProviderPart = OperationPart | PollPart | CheckPart | JobPart | SessionPart;

interface PartBase {
  /** Alias of the provider; absent: that of the step. */
  readonly connection?: string | undefined;
  readonly name: string;
  /** With references as the blueprint has them. */
  readonly input: ValueObject;
}

/** A request that the step sends. */
interface OperationPart extends PartBase {
  readonly kind: 'operations';
  /** What it is sent as: an operation has a recovery exactly when it has an effect. */
  readonly sends: 'an effect' | 'a read';
  /**
   * It is sent beside the step's own request.
   *
   * @default false
   */
  readonly isSecond?: boolean;
}

/** What observes a remote task until it has reached its goal. */
interface PollPart extends PartBase {
  readonly kind: 'polls';
  readonly goal: string;
}

/** What judges the answer to a request. `input`: the arguments of that request. */
interface CheckPart extends PartBase {
  readonly kind: 'checks';
  readonly expect: ValueObject;
  /** It is given the answer to a second request as well. */
  readonly isGivenSecond: boolean;
}

/** Own work, whose schema has to accept its input. */
interface JobPart extends PartBase {
  readonly kind: 'jobs';
  /** How many connections a slice of it uses. */
  readonly connectionCount: number;
}

/** The connection itself, whatever its provider has. */
interface SessionPart {
  readonly connection: string;
  readonly kind: 'session';
  /** Empty. */
  readonly name: '';
}
