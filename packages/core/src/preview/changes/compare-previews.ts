import { WaybillError } from '../../errors.ts';
import { defined } from '../../value/defined.ts';
import type { Preview, PreviewProvider, PreviewWarning } from '../preview.ts';
import { compareChecks } from './compare-checks.ts';
import { compareFields } from './compare-fields.ts';
import { compareRows } from './compare-rows.ts';
import { compareText, compareUnits, pairUnits } from './compare-units.ts';
import { type FieldChange, PREVIEW_CHANGES_FORMAT, type PreviewChanges } from './preview-changes.ts';

/**
 * In what a preview differs from an earlier one. Pure.
 *
 * @throws WaybillError with the code `PREVIEW_NOT_COMPARABLE` for previews of different plans, environments or formats
 */
export function comparePreviews(before: Preview, after: Preview): PreviewChanges {
  refuseOthers(before, after);
  const paired = pairUnits(before.units, after.units);
  const changes: Changes = {
    units: compareUnits(paired, before.units),
    document: compareFields(documentOf(before), documentOf(after)),
    inputs: sorted(compareFields(before.plan.inputs, after.plan.inputs)),
    connections: sorted(compareFields(byAlias(before, connectionOf), byAlias(after, connectionOf))),
    limits: sorted(compareFields(byAlias(before, limitsOf), byAlias(after, limitsOf))),
    migrations: sorted(compareFields(migrationsOf(before), migrationsOf(after))),
    inventories: compareRows(before.binding, after.binding, paired),
    secrets: sorted(compareFields(secretsOf(before), secretsOf(after), { showsSecretNames: true })),
    selection: compareFields(selectionOf(before), selectionOf(after)),
    versions: sorted(compareFields(before.binding.versions, after.binding.versions)),
    checks: compareChecks(before.checks.findings, after.checks.findings, paired),
    warnings: {
      added: missingIn(before.warnings, after.warnings),
      removed: missingIn(after.warnings, before.warnings),
    },
    totals: compareFields(before.totals, after.totals),
    estimate: compareFields(estimateOf(before), estimateOf(after)),
    state: compareFields(stateOf(before), stateOf(after)),
  };
  const unexplained = findUnexplained(before, after, changes);
  const { name, environment } = after.plan;
  return {
    format_version: PREVIEW_CHANGES_FORMAT,
    kind: 'preview-changes',
    is_equal: unexplained.length === 0 && isEmpty(changes),
    plan: { name, ...defined({ environment }) },
    before: { digest: before.digest, units: before.units.length },
    after: { digest: after.digest, units: after.units.length },
    ...changes,
    unexplained,
  };
}

type Changes = Omit<
  PreviewChanges,
  'format_version' | 'kind' | 'is_equal' | 'plan' | 'before' | 'after' | 'unexplained'
>;

function refuseOthers(before: Preview, after: Preview): void {
  const [old, now] = [before.plan, after.plan];
  // First: it is part of the name too.
  if (old.environment !== now.environment)
    throw notComparable(
      `the earlier one was made ${environmentWords(old.environment)}, and the later one ${environmentWords(now.environment)}`,
      SAME_PLAN,
    );
  if (old.name !== now.name)
    throw notComparable(`the earlier one is of plan ${old.name}, and the later one of ${now.name}`, SAME_PLAN);
  if (before.format_version !== after.format_version)
    throw notComparable(
      `the earlier one has format ${before.format_version}, and the later one ${after.format_version}: one of them does not hold all that the other does`,
      'Make both with the same version of Waybill.',
    );
}

const SAME_PLAN = 'Name two previews of one plan, made for the same environment.';

function environmentWords(environment: string | undefined): string {
  return environment === undefined ? 'without an environment' : `for environment ${environment}`;
}

function notComparable(why: string, hint: string): WaybillError {
  return new WaybillError('PREVIEW_NOT_COMPARABLE', `These previews cannot be compared: ${why}.`, { hint });
}

function documentOf({ plan }: Preview): object {
  return { file: plan.file, description: plan.description };
}

function byAlias(preview: Preview, part: (provider: PreviewProvider) => object): object {
  return Object.fromEntries(preview.providers.map((provider) => [provider.alias, part(provider)]));
}

function connectionOf({ type, version, connection = {} }: PreviewProvider): object {
  return { type, version, ...connection };
}

function limitsOf({ limits }: PreviewProvider): object {
  return limits;
}

/** Without what its units show, and where it is in the file. */
function migrationsOf({ migrations }: Preview): object {
  return Object.fromEntries(
    migrations.map(({ name, units: _units, steps: _steps, example: _example, line: _line, ...rest }) => [name, rest]),
  );
}

function secretsOf({ secrets }: Preview): object {
  return Object.fromEntries(
    secrets.map(({ name, source, members, resolves }) => [
      name,
      { source, resolves, ...defined({ members: members?.count, missing: members?.missing }) },
    ]),
  );
}

function selectionOf({ binding: { selection } }: Preview): object {
  return { target: selection.target, exclude: selection.exclude };
}

function estimateOf({ schedule, lower_bound: bound }: Preview): object {
  return {
    ...defined({ p50_ms: schedule?.p50_ms, p90_ms: schedule?.p90_ms }),
    lower_bound_ms: bound.duration_ms,
  };
}

/** Of a plan that was never applied the id is drawn for each preview. */
function stateOf({ state, binding }: Preview): object {
  const { serial = 0, id } = binding.state ?? {};
  return {
    ...(serial === 0 ? {} : { id }),
    serial,
    runs: state?.runs ?? 0,
    steps_done: state?.steps_done ?? 0,
    changed: state?.changed ?? [],
    accepted: state?.accepted ?? [],
    orphaned: state?.orphaned ?? [],
  };
}

/** Where in the file a warning points to does not count. */
function missingIn(known: readonly PreviewWarning[], listed: readonly PreviewWarning[]): readonly PreviewWarning[] {
  const texts = new Set(known.map(warningText));
  return listed
    .filter((warning) => !texts.has(warningText(warning)))
    .toSorted((one, other) => compareText(warningText(one), warningText(other)));
}

function warningText({ code, summary, detail, path = '' }: PreviewWarning): string {
  return [code, path, summary, detail].join('\n');
}

function sorted(changes: readonly FieldChange[]): readonly FieldChange[] {
  return changes.toSorted((one, other) => compareText(one.path.join('\n'), other.path.join('\n')));
}

function isEmpty({ units, warnings, ...lists }: Changes): boolean {
  return (
    Object.values(lists).every((list) => list.length === 0) &&
    warnings.added.length + warnings.removed.length === 0 &&
    !hasOtherSteps({ units }) &&
    units.changed.length === 0
  );
}

function hasOtherSteps({ units }: Pick<Changes, 'units'>): boolean {
  const { added, removed, moved, changed, is_reordered: isReordered } = units;
  return (
    added.length + removed.length + moved.length > 0 ||
    isReordered ||
    changed.some(({ fields }) => fields.some(({ concerns }) => concerns !== 'progress'))
  );
}

/** Hashes that differ while nothing that differs shows why. */
function findUnexplained(before: Preview, after: Preview, changes: Changes): PreviewChanges['unexplained'] {
  const isExplained = hasOtherSteps(changes);
  const { inputs, connections, limits, migrations, secrets, document } = changes;
  const settings = [inputs, connections, limits, migrations, secrets, document];
  const isPlanExplained = isExplained || settings.some((list) => list.length > 0);
  const hasOtherHash = before.binding.steps_digest !== after.binding.steps_digest;
  if (hasOtherHash && !isExplained) return ['steps'];
  return before.plan.digest !== after.plan.digest && !isPlanExplained ? ['plan'] : [];
}
