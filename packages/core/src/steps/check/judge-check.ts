import { assertInvariant } from '../../errors.ts';
import type { CheckStep } from '../../graph/graph.ts';
import type { Check, CheckFinding } from '../../provider/check.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderError } from '../../provider/provider-error.ts';
import type { Unreachable } from '../../provider/steps/check/check-blueprint.ts';
import type { Json, JsonObject, Value } from '../../value/value.ts';

/** The built-in check of a low-level read: it passes when the call is answered. */
const ANSWERED: Check = { judge: () => ({ kind: 'passed', detail: 'answered' }) };

/** One call that a check makes. `args` may hold secrets: for the wire and the judge only. */
export interface CheckRead {
  /** Alias of the provider that it is sent to. */
  readonly connection: string;
  readonly operation: string;
  readonly args: JsonObject;
}

/** What is said where the step's own connection has to be reached and is not; undefined where something else is the matter. */
export function outOfReach(
  { provider, unreachable }: Pick<CheckStep, 'provider' | 'unreachable'>,
  { error, connection }: { readonly error: ProviderError; readonly connection: string },
): MissedReach | undefined {
  if (unreachable === undefined || connection !== provider || error.class !== 'unreachable') return undefined;
  return missedReach(unreachable, error);
}

export interface MissedReach {
  readonly detail: string;
  readonly hint: string;
}

export function missedReach({ what, hint }: Unreachable, { message }: Pick<ProviderError, 'message'>): MissedReach {
  return { detail: `${what} cannot be reached from this machine: ${message}`, hint };
}

/** How a read of a check ended. */
export type ReadEnding =
  | { readonly kind: 'answered'; readonly response: Json }
  | { readonly kind: 'refused'; readonly error: ProviderError };

/** What the endings of its reads mean for a check. `unanswered`: there is no finding, because a read was refused. */
export type CheckOutcome =
  | {
      readonly kind: 'found';
      readonly finding: CheckFinding;
      /** What it was judged by in place of an answer, and who said so. */
      readonly refusal?: { readonly error: ProviderError; readonly connection: string };
    }
  | {
      readonly kind: 'unanswered';
      readonly error: ProviderError;
      /** Alias of the provider that refused. */
      readonly connection: string;
      /**
       * `suspended`: nothing more is sent to the provider. `may-pass`: the same read may be answered later. `final`: it
       * will be refused again.
       */
      readonly because: 'suspended' | 'may-pass' | 'final';
    };

/** The calls of a check in the order in which its judge takes their answers; one, or two with `beside`. */
export function readsOf(step: CheckStep, resolve: (value: Value) => JsonObject): readonly CheckRead[] {
  const { provider, operation, beside } = step;
  const read = { connection: provider, operation, args: resolve(step.arguments) };
  if (beside === undefined) return [read];
  const { connection = provider } = beside;
  return [read, { connection, operation: beside.operation, args: resolve(beside.arguments) }];
}

export interface JudgeCheckOptions {
  readonly step: CheckStep;
  readonly provider: Provider;
  readonly reads: readonly CheckRead[];
  /** One for each read. */
  readonly endings: readonly ReadEnding[];
  readonly expected: JsonObject;
}

/** Pure: from the answers to the finding. */
export function judgeCheck({ step, provider, reads, endings, expected }: JudgeCheckOptions): CheckOutcome {
  const check = step.check === 'answered' ? ANSWERED : provider.checks[step.check];
  assertInvariant(check !== undefined, `kinds use declared checks: ${step.address}`);
  for (const [index, ending] of endings.entries()) {
    if (ending.kind === 'refused')
      return judgeRefusal(ending.error, check, reads[index] ?? { connection: step.provider, args: {} }, expected);
  }
  const [response, beside] = endings.map((ending) => (ending.kind === 'answered' ? ending.response : null));
  const finding = check.judge(response ?? null, reads[0]?.args ?? {}, expected, beside);
  return { kind: 'found', finding };
}

function judgeRefusal(
  error: ProviderError,
  check: Check,
  { connection, args }: Pick<CheckRead, 'connection' | 'args'>,
  expected: JsonObject,
): CheckOutcome {
  if (error.class === 'not-found' && check.judgeNotFound !== undefined) {
    const refusal = { code: error.vendorCode, message: error.message };
    return { kind: 'found', finding: check.judgeNotFound(args, expected, refusal), refusal: { error, connection } };
  }
  const because = error.suspends ? 'suspended' : error.mayPass ? 'may-pass' : 'final';
  return { kind: 'unanswered', error, connection, because };
}
