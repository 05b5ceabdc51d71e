import type { Report } from '@waybill/core';

type ReportApproval = Report['approvals'][number];

const WORTH: Readonly<Record<NonNullable<ReportApproval['identity']>['basis'], string>> = {
  flag: 'name as passed',
  'os-user': 'account of the machine',
  'ci-claimed': 'as the CI says, not verified',
  'ci-verified': 'as the CI says, signature verified',
};

export function describeApproval(approval: ReportApproval): string {
  return `${approval.by} approved ${approval.step}${whyApproved(approval)}`;
}

/** Why, by which ticket, from where, and how it is known who it was; empty where nothing of it is. */
export function whyApproved({ reason, ticket, host, identity }: ReportApproval): string {
  const facts = [ticket, host === undefined ? undefined : `on ${host}`, howKnown(identity)].filter(isText);
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${why}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}

/** How it is known who approved. */
export function howKnown(identity: ReportApproval['identity']): string | undefined {
  return identity && WORTH[identity.basis];
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
