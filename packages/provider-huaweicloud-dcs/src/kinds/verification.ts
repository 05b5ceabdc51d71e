import {
  type AppliedUnit,
  type Blueprint,
  type BlueprintProblem,
  type ComparedPair,
  type Comparison,
  defined,
  type JsonObject,
  type Kind,
  type KindInput,
  type StepBlueprint,
  type Verification,
} from '@waybill/core';
import { notComparable, objectIn } from '@waybill/provider-kit';
import { addressSteps, comparedSide, SIDES, type SideName } from './compared-sides.ts';
import { readCutover } from './read-cutover.ts';

/** Of a unit whose plan says how both sides are compared. */
export interface PlannedVerification {
  readonly comparison: Comparison;
  readonly pair: ComparedPair;
}

/** As in the schema of the options. */
const VERIFICATION_LEVELS = ['counts', 'keys', 'digest', 'dump'] as const;

/**
 * The service says that a task has succeeded, and shows no keys: both sides are compared over connections to the servers
 * themselves, by whichever provider these are of. Undefined: the plan wants none, or a side cannot be located.
 */
export function readVerification(input: KindInput | AppliedUnit): PlannedVerification | undefined {
  if (input.options['verify'] === undefined) return undefined;
  const { connect: _connect, databases, ...verify } = objectIn(input.options['verify']);
  const [source, copy] = [comparedSide('source', input), comparedSide('target', input)];
  if (source === undefined || copy === undefined) return undefined;
  const comparison = input.comparisonOf?.(copy.connection);
  if (comparison === undefined) return undefined;
  const { connections } = input;
  const pair = {
    source: { ...source, data: defined({ databases }) },
    copy: { ...copy, data: {} },
    options: verify,
    intended: {},
    ...defined({ connections }),
  };
  return { comparison, pair };
}

/** By which a unit compares its sides itself, before the gate of its cut-over. */
export function comparedBy({ options }: KindInput): ReturnType<NonNullable<Kind['comparedBy']>> {
  const { verify } = options;
  const { level = 'digest' } = objectIn(verify);
  if (verify === undefined || typeof level !== 'string') return { steps: [], level: '' };
  return { steps: [level === 'counts' ? 'count' : 'compare'], level };
}

/** Reach, login and rights of both sides, before anything is created. */
export function verificationChecks(input: KindInput): readonly StepBlueprint[] {
  const planned = readVerification(input);
  if (planned === undefined) return [];
  return [...addressSteps(input), ...planned.comparison.before(planned.pair), ...freezeSteps(input).before];
}

export function verificationSteps(input: KindInput): readonly StepBlueprint[] {
  const planned = readVerification(input);
  return planned === undefined ? [] : planned.comparison.after(planned.pair);
}

/** While nobody writes to the source: it takes seconds, and nothing where its provider does not compare so. */
export function frozenSteps(input: KindInput): readonly StepBlueprint[] {
  const planned = readVerification(input);
  return planned?.comparison.frozen?.(planned.pair) ?? [];
}

/** What lets the writers of the source wait, where the plan says so and it can be. */
export function freezeSteps(input: KindInput): ReturnType<NonNullable<Comparison['freeze']>> {
  const planned = readVerification(input);
  const none = { before: [], freeze: [], hold: [], lift: [] };
  if (readCutover(input.options)?.pausesWriters !== true || planned === undefined) return none;
  return planned.comparison.freeze?.(planned.pair) ?? none;
}

/** Around the exchange of addresses. */
export function movedSteps(input: KindInput): ReturnType<NonNullable<Comparison['moved']>> {
  const planned = readVerification(input);
  return planned?.comparison.moved?.(planned.pair) ?? { before: [], after: [] };
}

/** Around the exchange back. Counted: the steps say what was written to the target since. */
export function movedBackSteps(applied: AppliedUnit): ReturnType<typeof movedSteps> & { readonly isCounted: boolean } {
  const planned = readVerification(applied);
  const pair = planned === undefined ? undefined : pairNow(planned.pair, applied);
  if (planned?.comparison.movedBack === undefined || pair === undefined)
    return { before: [], after: [], isCounted: false };
  return { ...planned.comparison.movedBack(pair, applied.outputsOf('note-sides') ?? {}), isCounted: true };
}

export function verificationProblems(input: KindInput): readonly BlueprintProblem[] {
  const planned = readVerification(input);
  if (planned !== undefined) return planned.comparison.problems(planned.pair);
  if (input.options['verify'] === undefined) return [];
  const lost = SIDES.filter((side) => comparedSide(side, input) === undefined);
  return lost.length === 0 ? [notComparable('redis')] : lost.map(notLocated);
}

function notLocated(side: SideName): BlueprintProblem {
  return {
    severity: 'error',
    path: ['verify'],
    summary: `nothing says where the ${side} is`,
    detail: `The plan gives neither an address nor an instance of the ${side}, so that its keys cannot be compared.`,
    hint: `Name a connection to the ${side} in verify.connect.${side}, or leave verify out.`,
  };
}

/** What the comparison of the plan does not see, for reviewers; nothing where nothing is compared. */
export function unseenText(input: KindInput): string {
  const planned = readVerification(input);
  return planned === undefined ? '' : ` ${planned.comparison.unseen(planned.pair)}`;
}

/** What a kind has that copies keys. `copied`: the steps of which one has ended when both sides can be compared. */
export function verificationOf(
  copied: readonly string[],
): Required<Pick<Kind, 'verificationLevels' | 'verification' | 'freshness'>> {
  return {
    verificationLevels: VERIFICATION_LEVELS,
    verification: (applied, level) => verifyCopy(applied, level, copied),
    freshness,
  };
}

function verifyCopy(applied: AppliedUnit, level: string | undefined, copied: readonly string[]): Verification {
  const planned = readVerification(applied);
  if (planned === undefined) return { kind: 'none', why: whyNot(applied) };
  if (copied.every((step) => applied.outputsOf(step) === undefined))
    return { kind: 'none', why: 'Its copy has not ended yet.' };
  if (applied.isBeingLedBack === true)
    return {
      kind: 'none',
      why: 'Its rollback has not ended, and may have exchanged the addresses back: it is not known which server is at which address. `waybill rollback` continues it.',
    };
  const pair = pairNow(planned.pair, applied);
  if (pair === undefined)
    return {
      kind: 'none',
      why: 'Its exchange of addresses has not ended: it is not known which server is at which address.',
    };
  return planned.comparison.again(pair, level);
}

function whyNot({ options }: AppliedUnit): string {
  return options['verify'] === undefined
    ? 'Its plan does not say how both sides are compared: verify.'
    : 'It is not recorded where both sides are: name connections to them in verify.connect.';
}

/**
 * Each address leads to the other instance once both are exchanged, and back to its own after a rollback. Undefined: nobody
 * knows which is where.
 */
function pairNow({ source, copy, ...pair }: ComparedPair, applied: AppliedUnit): ComparedPair | undefined {
  if (!applied.hasBegun('exchange') || applied.isRolledBack === true) return { ...pair, source, copy };
  if (applied.outputsOf('await-exchanged') === undefined) return undefined;
  return { ...pair, source: { ...copy, data: source.data }, copy: { ...source, data: copy.data } };
}

function freshness(applied: AppliedUnit, noted: JsonObject): Blueprint {
  const planned = readVerification(applied);
  const pair = planned === undefined || applied.isBeingLedBack === true ? undefined : pairNow(planned.pair, applied);
  if (planned === undefined || pair === undefined) return { steps: [], outputs: {} };
  return planned.comparison.freshness(pair, noted);
}
