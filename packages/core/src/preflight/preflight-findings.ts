import type { Step } from '../graph/graph.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import { redactTexts } from '../redact/redact-texts.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { CheckOutcome } from '../steps/check/judge-check.ts';
import { defined } from '../value/defined.ts';
import { notAsked, soften } from './describe-finding.ts';
import { causeOf, type FindingCause, type JoinCausesOptions, joinCauses, unreachable } from './join-causes.ts';
import type { PreflightFinding } from './preflight.ts';
import type { Question } from './reading.ts';

/** What a preflight has found so far, of steps and of credentials. Every text it keeps has passed the redactor. */
export class PreflightFindings {
  readonly #redactor: Redactor;
  readonly #steps = new Map<string, PreflightFinding>();
  readonly #credentials = new Map<string, PreflightFinding>();
  readonly #blocking: Question[] = [];
  readonly #notYet = new Set<string>();
  /** By address of the step: what its finding comes from, where that is known. */
  readonly #causes = new Map<string, FindingCause>();
  /** By address of a step whose read got no answer that says anything of it: who did not give it. */
  readonly #unanswered = new Map<string, string>();
  /** Aliases of providers that did not answer at all. */
  readonly #outOfReach = new Set<string>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** By alias of the provider. */
  get credentials(): ReadonlyMap<string, PreflightFinding> {
    return this.#credentials;
  }

  /** `step`: its address. */
  has(step: string): boolean {
    return this.#steps.has(step);
  }

  keep(step: string, finding: PreflightFinding): void {
    const notes = finding.notes?.map((note) => this.#redactor.text(note));
    this.#steps.set(step, { ...redactTexts(finding, ['detail', 'hint'], this.#redactor), ...defined({ notes }) });
  }

  keepCredentials(alias: string, finding: PreflightFinding): void {
    this.#credentials.set(alias, redactTexts(finding, ['detail', 'hint'], this.#redactor));
  }

  /** `finding`: what the outcome of the question means. */
  keepOutcome(question: Question, outcome: CheckOutcome, finding: PreflightFinding): void {
    const { address, provider } = question.step;
    this.keep(address, finding);
    if (outcome.kind === 'unanswered' && finding.verdict === 'unasked')
      this.#unanswered.set(address, outcome.connection);
    const cause = causeOf(outcome, provider);
    if (cause !== undefined) this.#causes.set(address, cause);
    if (finding.verdict === 'blocking') this.#blocking.push(question);
    if (outcome.kind === 'found' && outcome.finding.kind === 'not-yet') this.#notYet.add(address);
  }

  /** Of a check that is about the reach of its provider. */
  keepUnreachable({ address, provider }: StepWith<'isAskedByPreflight'>, finding: PreflightFinding): void {
    this.#causes.set(address, unreachable(provider));
    this.keep(address, finding);
  }

  forget(step: string): void {
    this.#steps.delete(step);
  }

  /** What is wrong with a connection is said once, with the provider, and not by each check that met it. */
  forgetUnanswered(alias: string, questions: Iterable<Question>): void {
    this.#outOfReach.add(alias);
    for (const { step } of questions) if (this.#unanswered.has(step.address)) this.forget(step.address);
  }

  /** By address of the step, once nothing more is asked. */
  concluded(whole: Pick<JoinCausesOptions, 'units' | 'following'>): ReadonlyMap<string, PreflightFinding> {
    // A run asks a check only when those it needs have passed, and by then the answer can be another one.
    for (const { step, unit } of this.#blocking) {
      const finding = this.#steps.get(step.address);
      if (finding !== undefined && needsOneOf(step, unit.steps, this.#notYet)) this.keep(step.address, soften(finding));
    }
    this.#sayOnce(whole);
    return this.#steps;
  }

  /** What has one cause is said once: that of a provider with the provider, that of a unit with one of its checks. */
  #sayOnce(whole: Pick<JoinCausesOptions, 'units' | 'following'>): void {
    for (const [step, alias] of this.#unanswered)
      if (this.#outOfReach.has(alias) && this.#steps.get(step)?.verdict === 'unasked')
        this.keep(step, notAsked(noAnswerOf(alias)));
    const joined = joinCauses({ ...whole, findings: this.#steps, causes: this.#causes });
    for (const [step, finding] of joined) this.#steps.set(step, finding);
  }
}

export function noAnswerOf(alias: string): string {
  return `Provider ${alias} did not answer; its check credentials-work says why.`;
}

function needsOneOf(step: Step, steps: readonly Step[], wanted: ReadonlySet<string>): boolean {
  if (wanted.size === 0) return false;
  return step.needs.some((need) => {
    const other = steps.find(({ address }) => address === need);
    return wanted.has(need) || (other !== undefined && needsOneOf(other, steps, wanted));
  });
}
