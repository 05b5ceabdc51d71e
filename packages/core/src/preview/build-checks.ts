import { describeNeed } from '../connect/describe-need.ts';
import type { SecretUnreadableError } from '../connect/read-secrets.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { secretSourceMark } from '../plan/describe-secret-source.ts';
import type { Plan } from '../plan/plan.ts';
import { familyOf } from '../plan/secret-family.ts';
import { checksToAsk } from '../preflight/checks-to-ask.ts';
import type { CheckVerdict, Preflight, PreflightFinding } from '../preflight/preflight.ts';
import type { Standing } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { AmountSums } from './amount-sums.ts';
import type { PreviewChecks, PreviewFinding, PreviewNote, PreviewSecret } from './preview.ts';

const UNASKED: PreflightFinding = { verdict: 'unasked', detail: 'Not run yet; will run before the first effect.' };

const ORDER: readonly CheckVerdict[] = ['blocking', 'warning', 'unasked', 'passed'];

export interface BuildChecksOptions {
  readonly plan: Plan;
  readonly standing: Standing;
  /** Absent: nothing was asked. */
  readonly preflight: Preflight | undefined;
  /** Whether a unit is among those that a run would work on. */
  readonly isSelected: (unit: string) => boolean;
}

/**
 * Collects what was asked before anything is done, unit by unit in the order of the plan. Checks that an earlier run has
 * behind it are left out.
 */
export class CheckCollector {
  readonly #options: BuildChecksOptions;
  readonly #groups = new Map<string, FindingGroup>();
  readonly #notes = new Map<string, NoteGroup>();
  readonly #amounts = new AmountSums();
  readonly #counts = { passed: 0, warning: 0, blocking: 0, unasked: 0 };
  /** Of each migration in the plan's text. */
  readonly #lines = new Map<string, number | undefined>();

  constructor(options: BuildChecksOptions) {
    this.#options = options;
    for (const finding of [...secretFindings(options), ...credentialFindings(options)]) this.#add(finding);
  }

  addUnit(unit: PlannedUnit): void {
    const { standing, preflight, isSelected } = this.#options;
    if (!isSelected(unit.address)) return;
    const { name } = unit.unit.migration;
    const line = this.#lineOf(name);
    for (const step of checksToAsk(unit, standing)) {
      const found = preflight?.steps.get(step.address) ?? UNASKED;
      if (found.amount !== undefined) this.#amounts.add(unit.address, found.amount);
      for (const detail of found.notes ?? []) this.#note({ check: step.check, detail, unit: unit.address });
      this.#add({
        ...toFinding(found),
        check: step.check,
        title: step.title,
        provider: step.provider,
        units: [unit.address],
        path: `migrations.${name}`,
        ...defined({ line }),
      });
    }
  }

  get checks(): PreviewChecks {
    const findings = [...this.#groups.values()].toSorted(
      (left, right) => ORDER.indexOf(left.verdict) - ORDER.indexOf(right.verdict),
    );
    const basis = this.#options.preflight === undefined ? 'assumed' : 'checked';
    const notes = [...this.#notes.values()];
    const { amounts } = this.#amounts;
    return {
      basis,
      counts: this.#counts,
      findings,
      ...defined({ notes: nonEmpty(notes), amounts: nonEmpty(amounts) }),
    };
  }

  #note({ check, detail, unit }: { readonly check: string; readonly detail: string; readonly unit: string }): void {
    const key = `${check}\n${detail}`;
    const group = this.#notes.get(key);
    if (group === undefined) this.#notes.set(key, { check, detail, units: [unit] });
    else if (group.units.at(-1) !== unit) group.units.push(unit);
  }

  #add(finding: PreviewFinding): void {
    this.#counts[finding.verdict] += 1;
    const key = keyOf(finding);
    const group = this.#groups.get(key);
    this.#groups.set(key, group === undefined ? { ...finding, units: [...finding.units] } : join(group, finding));
  }

  #lineOf(migration: string): number | undefined {
    if (!this.#lines.has(migration))
      this.#lines.set(migration, this.#options.plan.source.locate(['migrations', migration], 'key')?.start.line);
    return this.#lines.get(migration);
  }
}

type FindingGroup = Omit<PreviewFinding, 'units'> & { readonly units: string[] };
type NoteGroup = Omit<PreviewNote, 'units'> & { readonly units: string[] };

/** Checks that passed are one entry for each kind and migration, whatever words they found for it. */
function keyOf({ verdict, check, provider, detail, path, because_of, prevents = [] }: PreviewFinding): string {
  return [verdict, check, provider, path, verdict === 'passed' ? '' : detail, because_of, ...prevents].join('\n');
}

function join(group: FindingGroup, { detail, title, units }: PreviewFinding): FindingGroup {
  for (const unit of units) if (group.units.at(-1) !== unit) group.units.push(unit);
  return detail === group.detail ? group : { ...group, detail: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}.` };
}

/** One for each secret, and one for all members of a family that are not there. */
function secretFindings({ plan, preflight }: BuildChecksOptions): readonly PreviewFinding[] {
  const missing = [...plan.secrets.keys()].filter((name) => preflight?.secrets.get(name) === false);
  const isPlainMember = (name: string): boolean =>
    familyOf(name) !== undefined && preflight?.unreadableSecrets?.has(name) !== true;
  const groups = Map.groupBy(missing, (name) => (isPlainMember(name) ? familyOf(name) : undefined) ?? name);
  return [...groups].map(([group, names]) => {
    const [name = group] = names;
    const section = familyOf(name) ?? name;
    const line = plan.source.locate(['secrets', section], 'key')?.start.line;
    return {
      verdict: 'blocking',
      basis: 'checked',
      check: 'secret-resolves',
      title: 'every secret resolves to a value',
      ...(isPlainMember(name)
        ? whyMembersWithoutValue(plan, section, names)
        : whyWithoutValue(plan, name, preflight?.unreadableSecrets?.get(name))),
      units: [],
      path: `secrets.${section}`,
      ...defined({ line }),
    };
  });
}

const SHOWN_MEMBERS = 5;

function whyMembersWithoutValue(
  plan: Plan,
  family: string,
  names: readonly string[],
): Pick<PreviewFinding, 'detail' | 'hint'> {
  const all = membersOf(plan, family).length;
  const more = names.length - SHOWN_MEMBERS;
  const shown = names.slice(0, SHOWN_MEMBERS).map((name) => sourceOf(plan, name));
  const need = describeNeed(new Set(names), plan.migrations);
  return {
    detail: `${names.length} of ${all} secrets of family ${family} have no value: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.${need === undefined ? '' : ` ${need}`}`,
    hint: 'Set them where this command runs; `waybill doctor` lists them all, and shows no value.',
  };
}

function membersOf(plan: Plan, family: string): readonly string[] {
  return [...plan.secrets.keys()].filter((name) => familyOf(name) === family);
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
  return [...plan.providers.values()].flatMap(({ alias, isAddressed = false }) => {
    const found = preflight?.credentials.get(alias) ?? UNASKED;
    // Its calls have logins of their own, which the checks try.
    if (isAddressed && (preflight === undefined || found.verdict === 'passed')) return [];
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

function toFinding({ verdict, detail, hint, becauseOf, prevents }: PreflightFinding) {
  const basis = verdict === 'unasked' ? 'assumed' : 'checked';
  return { verdict, basis, detail, ...defined({ hint, because_of: becauseOf, prevents }) } as const;
}

/** The plan's secrets by where they come from, and whether they are there; the members of a family together. */
export function buildSecrets(plan: Plan, preflight: Preflight | undefined): readonly PreviewSecret[] {
  const groups = Map.groupBy(plan.secrets.keys(), (name) => familyOf(name) ?? name);
  return [...groups].map(([name, names]) => {
    const read = names.flatMap((member) => preflight?.secrets.get(member) ?? []);
    const missing = read.filter((resolves) => !resolves).length;
    const family = plan.secretFamilies?.get(name);
    const example = sourceOf(plan, names[0] ?? name);
    return {
      name,
      source: family === undefined ? example : secretSourceMark(family),
      ...defined({ members: family && { count: names.length, missing, example } }),
      resolves: read.length === 0 ? null : missing === 0,
      basis: read.length === 0 ? 'assumed' : 'checked',
    };
  });
}

function sourceOf(plan: Plan, name: string): string {
  const source = plan.secrets.get(name);
  return source === undefined ? 'nowhere' : secretSourceMark(source);
}
