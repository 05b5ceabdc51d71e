import type { PlannedUnit } from '../graph/graph.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import { isAskedByPreflight, type StepWith } from '../provider/steps/step-traits.ts';
import type { CheckOutcome } from '../steps/check/judge-check.ts';
import type { FollowingCheck } from './build-agenda.ts';
import type { PreflightFinding } from './preflight.ts';

/** What a finding comes from, as far as that can be compared with another one. */
export interface FindingCause {
  /** As the check says it. */
  readonly declared: string | undefined;
  /** The vendor's code of the refusal. */
  readonly code: string | undefined;
  /** Who refused, and what it said. */
  readonly words: string | undefined;
  /** Alias of the connection that it is about. Undefined: what is declared may be that of any. */
  readonly connection: string | undefined;
}

/** `provider`: that of the step. Undefined: nothing is known that another check could meet as well. */
export function causeOf(outcome: CheckOutcome, provider: string): FindingCause | undefined {
  if (outcome.kind === 'unanswered') return outcome.because === 'suspended' ? undefined : saidBy(outcome);
  const { finding, refusal } = outcome;
  const declared = finding.kind === 'failed' || finding.kind === 'warning' ? finding.cause : undefined;
  if (refusal === undefined) return declared === undefined ? undefined : { ...NOTHING, declared, connection: provider };
  const said = saidBy(refusal);
  if (declared !== undefined) return { ...said, declared, connection: undefined };
  // What keeps a check from seeing something is not yet what another one says is missing.
  return finding.kind === 'warning' ? { ...said, code: undefined } : said;
}

const NOTHING: FindingCause = { declared: undefined, code: undefined, words: undefined, connection: undefined };

/** Of a provider that cannot be reached each call has words of its own, which are not compared. */
export function unreachable(connection: string): FindingCause {
  return { ...NOTHING, words: `${connection}\nunreachable`, connection };
}

function saidBy({ error, connection }: { readonly error: ProviderError; readonly connection: string }): FindingCause {
  if (error.class === 'unreachable') return unreachable(connection);
  const { message, operation = '', vendorCode: code } = error;
  return { ...NOTHING, code, words: `${connection}\n${message.replace(operation, '')}`, connection };
}

export interface JoinCausesOptions {
  readonly units: readonly PlannedUnit[];
  /** By address of the step. */
  readonly findings: ReadonlyMap<string, PreflightFinding>;
  readonly causes: ReadonlyMap<string, FindingCause>;
  /** Checks that were not asked, because others did not show what they are asked with. */
  readonly following: readonly FollowingCheck[];
}

/**
 * One cause, one finding: of the findings of a unit that have the same cause the gravest, and of those the first, stays as it
 * is and names the others, which count as not asked. Gives what changes, by address of the step. Pure.
 */
export function joinCauses(options: JoinCausesOptions): ReadonlyMap<string, PreflightFinding> {
  const changed = new Map<string, PreflightFinding>();
  const following = Map.groupBy(options.following, ({ unit }) => unit.address);
  for (const unit of options.units) joinUnit(unit, following.get(unit.address) ?? [], options, changed);
  return changed;
}

const TROUBLE = ['blocking', 'warning'] as const;

type AskedStep = StepWith<'isAskedByPreflight'>;

function joinUnit(
  unit: PlannedUnit,
  following: readonly FollowingCheck[],
  options: JoinCausesOptions,
  changed: Map<string, PreflightFinding>,
): void {
  const { findings } = options;
  const asked = unit.steps.filter(isAskedByPreflight);
  const heads = new Map(headsOfCauses(asked, options));
  for (const { step, needed } of following) {
    const missed = needed.find((address) => heads.has(address) || findings.get(address)?.verdict === 'blocking');
    if (missed !== undefined) heads.set(step.address, heads.get(missed) ?? missed);
    const unasked = needed.map((address) => changed.get(address) ?? findings.get(address));
    const reason = unasked.find((finding) => finding?.verdict === 'unasked');
    if (missed === undefined && reason !== undefined) changed.set(step.address, reason);
  }
  const groups = Map.groupBy(
    asked.filter(({ address }) => heads.has(address)),
    ({ address }) => heads.get(address) ?? '',
  );
  for (const [address, prevented] of groups) {
    const head = asked.find((step) => step.address === address);
    const finding = findings.get(address);
    if (head === undefined || finding === undefined) continue;
    changed.set(address, { ...finding, prevents: [...new Set(prevented.map(({ check }) => check))] });
    for (const step of prevented)
      changed.set(step.address, {
        verdict: 'unasked',
        detail: findings.get(step.address)?.detail ?? finding.detail,
        becauseOf: head.check,
      });
  }
}

/** By address of a step that has its cause from another one: the address of that. */
function* headsOfCauses(
  asked: readonly AskedStep[],
  { findings, causes }: JoinCausesOptions,
): Generator<readonly [step: string, head: string]> {
  const open = asked.filter(({ address }) => causes.has(address));
  const inOrder = TROUBLE.flatMap((verdict) =>
    open.filter(({ address }) => findings.get(address)?.verdict === verdict),
  );
  const heads: string[] = [];
  for (const { address } of inOrder) {
    const head = heads.find((other) => haveSameCause(causes.get(other), causes.get(address)));
    if (head === undefined) heads.push(address);
    else yield [address, head];
  }
}

function haveSameCause(one: FindingCause | undefined, other: FindingCause | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.words !== undefined && one.words === other.words) return true;
  const isAnywhere = one.connection === undefined || other.connection === undefined;
  return (isAnywhere || one.connection === other.connection) && (isDeclared(one, other) || isDeclared(other, one));
}

function isDeclared({ declared }: FindingCause, { declared: theirs, code }: FindingCause): boolean {
  return declared !== undefined && (declared === theirs || declared === code);
}
