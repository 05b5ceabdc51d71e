import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../graph/graph.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import type { CredentialsEnd } from '../preflight/preflight.ts';
import { POLICIES } from '../scheduler/policies/policies.ts';
import { defined } from '../value/defined.ts';
import { formatDuration } from '../value/duration.ts';
import type { PreviewOperation, PreviewWarning } from './preview.ts';
import type { RequestProblem } from './request-previewer.ts';

export interface WarningSources {
  readonly plan: Plan;
  readonly graph: Graph;
  /** The time, where something is left to do. */
  readonly nowMs: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly RequestProblem[];
  readonly operations: readonly PreviewOperation[];
  /** By alias of the provider. */
  readonly credentialsEnd: ReadonlyMap<string, CredentialsEnd>;
  /** Half of the simulated runs have ended by then; undefined when none was simulated. */
  readonly p50Ms: number | undefined;
  /** By name of the secret. */
  readonly secretFlaws: ReadonlyMap<string, readonly string[]>;
}

/** What could go wrong, as far as it can be known without asking an API. */
export function collectWarnings(sources: WarningSources): readonly PreviewWarning[] {
  return [
    ...sources.diagnostics.filter((diagnostic) => diagnostic.severity === 'warning').map(fromDiagnostic),
    ...[...sources.credentialsEnd].flatMap(([alias, end]) => endingTooEarly(alias, end, sources.p50Ms)),
    ...[...sources.secretFlaws].map(([name, flaws]) => flawedSecret(name, flaws)),
    ...sources.problems.map(fromProblem),
    ...sources.operations.filter((operation) => operation.recovery === 'manual').map(manualRecovery),
    ...POLICIES.flatMap(({ warn }) => warn?.(sources) ?? []),
    ...[...sources.plan.migrations.values()].flatMap(sharing),
    ...[...sources.plan.migrations.values()].flatMap(renamed),
    ...moved(sources.plan),
  ];
}

function fromDiagnostic({ code, summary, detail, hint, path, range }: Diagnostic): PreviewWarning {
  return {
    code,
    summary,
    detail,
    ...defined({ hint, path, line: range?.start.line }),
  };
}

function fromProblem({ step, message, hint }: RequestProblem): PreviewWarning {
  return {
    code: 'PREVIEW_REQUEST_IMPOSSIBLE',
    summary: 'a request cannot be built',
    detail: `${step}: ${message}`,
    ...defined({ hint }),
  };
}

/** A run reads them again from their source, so that it is enough to renew them there in time. */
function endingTooEarly(alias: string, { atMs, leftMs }: CredentialsEnd, p50Ms = 0): readonly PreviewWarning[] {
  if (leftMs >= p50Ms) return [];
  const end = `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const span = formatDuration(Math.max(1, Math.round(p50Ms / 60_000)) * 60_000);
  return [
    {
      code: 'PREVIEW_CREDENTIALS_END',
      summary: `the credentials of ${alias} end before the run does`,
      detail: `They end at ${end}, and half of the simulated runs take longer than ${span}.`,
      hint: 'Renew them where they are read from during the run, or use credentials that last longer. A run whose credentials are refused fails no unit; resume it with new ones.',
    },
  ];
}

function flawedSecret(name: string, flaws: readonly string[]): PreviewWarning {
  return {
    code: 'PREVIEW_SECRET_SUSPICIOUS',
    summary: `the value of secret ${name} may not be what was intended`,
    detail: `The value ${flaws.join(', and ')}. It is sent exactly as it is, so a vendor that expects it without that will refuse it.`,
    hint: "Write the secret as UTF-8 text without anything around it, for example by `printf %s 'value' > file`.",
    path: `secrets.${name}`,
  };
}

function manualRecovery({ provider, operation, steps }: PreviewOperation): PreviewWarning {
  return {
    code: 'PREVIEW_MANUAL_RECOVERY',
    summary: `a lost answer of ${provider}.${operation} needs an operator`,
    detail: `Nothing shows afterwards whether ${operation} happened. If the answer to one of its ${steps} calls is lost, that unit stops and asks.`,
  };
}

function sharing({ name, sharedTarget }: Migration): readonly PreviewWarning[] {
  if (sharedTarget === undefined) return [];
  return [
    {
      code: 'PREVIEW_SHARED_TARGET',
      summary: `other units may write to the targets of ${name}`,
      detail: `The migration says shared_target: ${sharedTarget}`,
      path: `migrations.${name}.shared_target`,
    },
  ];
}

function moved(plan: Plan): readonly PreviewWarning[] {
  return (plan.moved ?? []).map(({ from, to }, index) => ({
    code: 'PREVIEW_RENAMED',
    summary: `${to} was ${from}`,
    detail: 'The unit continues where it was, and what it creates keeps the tokens and marks of the first address.',
    path: `moved.${index}`,
  }));
}

/** As long as the plan lists former names: what it is continued from is in no other place of a preview. */
function renamed({ name, formerly = [] }: Migration): readonly PreviewWarning[] {
  if (formerly.length === 0) return [];
  return [
    {
      code: 'PREVIEW_RENAMED',
      summary: `${name} was ${formerly.join(', then ')}`,
      detail: 'Its units continue where they were, and what they create keeps the tokens and marks of the first name.',
      path: `migrations.${name}.formerly`,
    },
  ];
}
