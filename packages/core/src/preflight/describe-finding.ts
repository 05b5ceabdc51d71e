import { CredentialsError } from '../provider/credentials-error.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import { type CheckOutcome, outOfReach } from '../steps/check/judge-check.ts';
import { defined } from '../value/defined.ts';
import type { Inquiry } from './ask-provider.ts';
import type { PreflightFinding } from './preflight.ts';

/** What a check's outcome means before a run. `mayChange`: what comes before its unit may still change the answer. */
export function describeOutcome(
  outcome: CheckOutcome,
  step: Pick<StepWith<'isAskedByPreflight'>, 'provider' | 'unreachable'>,
  mayChange: () => boolean,
): PreflightFinding {
  if (outcome.kind === 'unanswered') {
    const { error, because } = outcome;
    const missed = outOfReach(step, outcome);
    if (missed !== undefined) return wrong(missed, mayChange);
    if (because === 'final')
      return { ...wrong({ detail: error.message, hint: error.hint }, mayChange), isUnanswered: true };
    return { ...notAsked(`The check could not be run: ${error.message}`), ...hintOf(error.hint) };
  }
  const { finding } = outcome;
  switch (finding.kind) {
    case 'passed':
      return { verdict: 'passed', detail: finding.detail, ...alongside(finding) };
    case 'warning':
      return {
        verdict: 'warning',
        detail: finding.detail,
        hint: finding.hint,
        ...alongside(finding),
        ...(finding.isUnknown === true ? { isUnknown: true } : {}),
      };
    case 'not-yet':
      return { verdict: 'warning', detail: `${finding.detail} This may resolve by itself: a run waits for it.` };
    case 'failed':
      return wrong(finding, mayChange);
  }
}

function alongside({
  decision,
  notes,
  amount,
}: Pick<PreflightFinding, 'decision' | 'notes' | 'amount'>): Partial<PreflightFinding> {
  return defined({ decision, notes, amount });
}

/** What is wrong stops a run, unless what comes before may change it. */
export function wrong(
  words: { readonly detail: string; readonly hint: string | undefined },
  mayChange: () => boolean,
): PreflightFinding {
  const blocking: PreflightFinding = { verdict: 'blocking', detail: words.detail, ...hintOf(words.hint) };
  return mayChange() ? soften(blocking) : blocking;
}

/** What is wrong now and may be right when its turn comes stops nobody. */
export function soften(finding: PreflightFinding): PreflightFinding {
  const detail = `${finding.detail} That is the case now; steps before it in the plan may change it.`;
  return { ...finding, verdict: 'warning', detail };
}

export function notAsked(reason: string): PreflightFinding {
  return { verdict: 'unasked', detail: reason };
}

/** Whether the credentials of a provider work, by what became of asking it. */
export function describeInquiry(inquiry: Inquiry): PreflightFinding {
  switch (inquiry.kind) {
    case 'accepted':
      return { verdict: 'passed', detail: `${inquiry.operation} was answered.` };
    case 'refused':
      return { verdict: 'blocking', detail: inquiry.error.message, ...hintOf(inquiry.error.hint) };
    case 'out-of-reach':
      return { ...notAsked(`The check could not be run: ${inquiry.error.message}`), ...hintOf(inquiry.error.hint) };
    case 'not-known':
      return notAsked('None of the calls that would show it was answered.');
  }
}

/** Undefined for what is no finding but a fault of the program. */
export function describeConnectFailure(error: unknown): PreflightFinding | undefined {
  if (error instanceof CredentialsError) return { verdict: 'blocking', detail: error.message, ...hintOf(error.hint) };
  if (!(error instanceof ProviderError)) return undefined;
  if (error.mayPass) {
    return { ...notAsked(`The check could not be run: ${error.message}`), ...hintOf(error.hint) };
  }
  return { verdict: 'blocking', detail: error.message, ...hintOf(error.hint) };
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return defined({ hint });
}
