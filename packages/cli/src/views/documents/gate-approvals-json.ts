import { defined } from '@waybill/core';
import { describeVerdict, type GateApproval, type GateVerdict } from '@waybill/core/internal';
import type { ApprovedJson, GateApprovalsJson, GivenApprovalJson } from './json-objects.ts';

/** What the approvals of a gate with a rule amount to. */
export function gateApprovalsJson(verdict: GateVerdict): GateApprovalsJson {
  const { counted, ignored, needed } = verdict;
  return {
    given: counted.length,
    needed,
    summary: describeVerdict(verdict),
    approvals: [
      ...counted.map(({ untilMs, ...approval }) => ({
        ...givenJson(approval),
        counts: true,
        ...defined({ until: timeOf(untilMs) }),
      })),
      ...ignored.map(({ approval, why }) => ({ ...givenJson(approval), counts: false, why_not: why })),
    ],
  };
}

/** Of a gate that is open: whoever approved it, and since when as many had. */
export function openedJson({ isOpen, counted }: GateVerdict): ApprovedJson | undefined {
  if (!isOpen) return undefined;
  const latest = counted.reduce((most, { at }) => Math.max(most, at), 0);
  return { by: counted.map(({ by }) => by).join(' and '), ...defined({ at: timeOf(latest) }) };
}

function givenJson({ by, at, reason, ticket, host, identity }: GateApproval): Omit<GivenApprovalJson, 'counts'> {
  return {
    by: typeof by === 'string' ? by : '',
    ...defined({ at: timeOf(at), reason, ticket, host, identity }),
  };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined || Number.isNaN(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString();
}
