import type { SecretUnreadableError } from '../connect/read-secrets.ts';
import type { Graph } from '../graph/graph.ts';
import type { Plan } from '../plan/plan.ts';
import { checksToAsk } from '../preflight/checks-to-ask.ts';
import type { CheckVerdict, Preflight, PreflightFinding } from '../preflight/preflight.ts';
import type { Standing } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import type { PreviewChecks, PreviewFinding, PreviewSecret } from './preview.ts';

const UNASKED: PreflightFinding = { verdict: 'unasked', detail: 'Not asked yet; asked before the first effect.' };

const ORDER: readonly CheckVerdict[] = ['blocking', 'warning', 'unasked', 'passed'];

export interface BuildChecksOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly standing: Standing;
  /** Absent: nothing was asked. */
  readonly preflight: Preflight | undefined;
  /** Whether a unit is among those that a run would work on. */
  readonly isSelected: (unit: string) => boolean;
}

/** What was asked before anything is done. Checks that an earlier run has behind it are left out. */
export function buildChecks(options: BuildChecksOptions): PreviewChecks {
  const groups = new Map<string, FindingGroup>();
  const asked = [...secretFindings(options), ...credentialFindings(options), ...stepFindings(options)];
  for (const finding of asked) {
    const key = keyOf(finding);
    const group = groups.get(key);
    groups.set(key, group === undefined ? { ...finding, units: [...finding.units] } : join(group, finding));
  }
  const findings = [...groups.values()].toSorted(
    (left, right) => ORDER.indexOf(left.verdict) - ORDER.indexOf(right.verdict),
  );
  const counts = { passed: 0, warning: 0, blocking: 0, unasked: 0 };
  for (const { verdict } of asked) counts[verdict] += 1;
  return { basis: options.preflight === undefined ? 'assumed' : 'checked', counts, findings };
}

type FindingGroup = Omit<PreviewFinding, 'units'> & { readonly units: string[] };

/** Checks that passed are one entry for each kind and migration, whatever words they found for it. */
function keyOf({ verdict, check, provider, detail, path }: PreviewFinding): string {
  return [verdict, check, provider, path, verdict === 'passed' ? '' : detail].join('\n');
}

function join(group: FindingGroup, { detail, title, units }: PreviewFinding): FindingGroup {
  for (const unit of units) if (group.units.at(-1) !== unit) group.units.push(unit);
  return detail === group.detail ? group : { ...group, detail: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}.` };
}

function secretFindings({ plan, preflight }: BuildChecksOptions): readonly PreviewFinding[] {
  return [...plan.secrets.keys()]
    .filter((name) => preflight?.secrets.get(name) === false)
    .map((name) => {
      const line = plan.source.locate(['secrets', name], 'key')?.start.line;
      return {
        verdict: 'blocking',
        basis: 'checked',
        check: 'secret-resolves',
        title: 'every secret resolves to a value',
        ...whyWithoutValue(plan, name, preflight?.unreadableSecrets?.get(name)),
        units: [],
        path: `secrets.${name}`,
        ...defined({ line }),
      };
    });
}

function whyWithoutValue(
  plan: Plan,
  name: string,
  unreadable: SecretUnreadableError | undefined,
): Pick<PreviewFinding, 'detail' | 'hint'> {
  if (unreadable !== undefined)
    return {
      detail: `Secret ${name} has no value: ${lowerFirst(unreadable.message)}`,
      ...defined({ hint: unreadable.hint }),
    };
  return {
    detail: `Secret ${name} has no value: ${sourceOf(plan, name)} was not found.`,
    hint: 'Set it where this command runs; the value itself is never shown or stored.',
  };
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function credentialFindings({ plan, preflight }: BuildChecksOptions): readonly PreviewFinding[] {
  return [...plan.providers.keys()].map((alias) => {
    const found = preflight?.credentials.get(alias) ?? UNASKED;
    const line = plan.source.locate(['providers', alias], 'key')?.start.line;
    return {
      ...toFinding(found),
      check: 'credentials-work',
      title: 'the credentials are accepted',
      provider: alias,
      units: [],
      path: `providers.${alias}`,
      ...defined({ line }),
    };
  });
}

function* stepFindings(options: BuildChecksOptions): Generator<PreviewFinding> {
  const { plan, graph, standing, preflight, isSelected } = options;
  const lines = new Map<string, number | undefined>();
  for (const unit of graph.units) {
    if (!isSelected(unit.address)) continue;
    const { name } = unit.unit.migration;
    if (!lines.has(name)) lines.set(name, plan.source.locate(['migrations', name], 'key')?.start.line);
    const line = lines.get(name);
    for (const step of checksToAsk(unit, standing)) {
      yield {
        ...toFinding(preflight?.steps.get(step.address) ?? UNASKED),
        check: step.check,
        title: step.title,
        provider: step.provider,
        units: [unit.address],
        path: `migrations.${name}`,
        ...defined({ line }),
      };
    }
  }
}

function toFinding({ verdict, detail, hint }: PreflightFinding) {
  const basis = verdict === 'unasked' ? 'assumed' : 'checked';
  return { verdict, basis, detail, ...defined({ hint }) } as const;
}

/** The plan's secrets by where they come from, and whether they are there. */
export function buildSecrets(plan: Plan, preflight: Preflight | undefined): readonly PreviewSecret[] {
  return [...plan.secrets.keys()].map((name) => ({
    name,
    source: sourceOf(plan, name),
    resolves: preflight?.secrets.get(name) ?? null,
    basis: preflight?.secrets.has(name) === true ? 'checked' : 'assumed',
  }));
}

function sourceOf(plan: Plan, name: string): string {
  const source = plan.secrets.get(name);
  if (source === undefined) return 'nowhere';
  return source.kind === 'env' ? `env:${source.name}` : `file:${source.path}`;
}
