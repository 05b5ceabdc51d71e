import { shorten } from '../diagnostics/shorten.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import { checkSchema } from '../plan/schema/check-schema.ts';
import type { Blueprint, BlueprintProblem, StepBlueprint } from '../provider/blueprint.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderDefectError, StepBreach } from '../provider/provider-defect.ts';
import { nameOfProvider } from '../provider/provider-name.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { ProviderPart } from '../provider/steps/provider-part.ts';
import { moduleOf } from '../provider/steps/step-modules.ts';
import { defined } from '../value/defined.ts';

/**
 * Finds a way to tell what is wrong with the connections of a unit's steps: the plan has each, and its provider has what
 * the step uses; a job takes its input, as far as that is known before the run. Where the schema of `with:` says `x-connection`, the plan has been checked before; this is for kinds that
 * name a connection otherwise.
 *
 * @throws ProviderDefectError when the migration's own provider does not have what its kind uses
 */
export function createConnectionCheck(
  plan: Plan,
  registry: ProviderRegistry,
): (migration: UsedBy, blueprint: Blueprint) => readonly BlueprintProblem[] {
  return (migration, { steps }) => steps.flatMap((step) => problemsOf(step, migration));

  function problemsOf(step: StepBlueprint, migration: UsedBy): readonly BlueprintProblem[] {
    return moduleOf(step)
      .partsOf(step)
      .flatMap((part) => problemOf(part, step, migration));
  }

  function problemOf(part: ProviderPart, step: StepBlueprint, migration: UsedBy): readonly BlueprintProblem[] {
    const { connection: alias = step.connection ?? migration.provider, kind, name } = part;
    const type = plan.providers.get(alias)?.type;
    if (type === undefined) return [unknown(alias, step)];
    const provider = registry.get(type);
    if (kind === 'session') return [];
    if (provider?.[kind]?.[name] === undefined) {
      if (alias === migration.provider && provider !== undefined)
        throw defect(provider, migration, missing(part, step));
      return [unfit({ alias, type, part, step })];
    }
    const misuse = misuseOf(part, provider, step);
    if (misuse !== undefined) throw defect(provider, migration, misuse);
    return inputProblems(part, provider, step);
  }
}

/** The migration that a blueprint was made for. */
type UsedBy = Pick<Migration, 'provider' | 'recipe'>;

function defect(provider: Provider, { recipe }: UsedBy, message: string): ProviderDefectError {
  return new ProviderDefectError(nameOfProvider(provider), `the steps of ${recipe}`, new StepBreach(message));
}

function missing({ kind, name }: ProviderPart, step: StepBlueprint): string {
  return `the step \`${step.name}\` needs one of the provider's ${kind}, found \`${shorten(name)}\`, which is none of them`;
}

/** A read that is sent as an effect would be settled as one; an effect that is asked as a check would be sent by a preview. */
function misuseOf(part: ProviderPart, provider: Provider, step: StepBlueprint): string | undefined {
  if (part.kind !== 'operations') return undefined;
  const { name, sends } = part;
  const hasEffect = provider.operations[name]?.recovery !== undefined;
  if (sends === 'an effect' && !hasEffect)
    return `the step \`${step.name}\` needs an operation with a \`recovery\`, found ${name}, which has none: a read is a check`;
  return sends === 'a read' && hasEffect
    ? `the step \`${step.name}\` needs an operation without a \`recovery\`, found ${name}, which has one: an effect is a call`
    : undefined;
}

function inputProblems(part: ProviderPart, provider: Provider, step: StepBlueprint): readonly BlueprintProblem[] {
  if (part.kind !== 'jobs') return [];
  const { name, input } = part;
  const job = provider.jobs?.[name];
  if (job === undefined) return [];
  return checkSchema(input, job.inputSchema, `the input of the job ${name}`).map(({ summary, detail, hint }) => ({
    severity: 'error',
    path: ['with'],
    summary: `the step ${step.name} would fail: ${summary}`,
    detail,
    ...defined({ hint }),
  }));
}

function unknown(alias: string, step: StepBlueprint): BlueprintProblem {
  return {
    severity: 'error',
    path: ['with'],
    summary: `unknown provider \`${shorten(alias)}\``,
    detail: `The step ${step.name} is sent to the connection of that alias, and \`providers:\` declares none.`,
    hint: `Declare \`${shorten(alias)}\` under \`providers:\`, or name another one.`,
  };
}

interface Unfit {
  readonly alias: string;
  readonly type: string;
  readonly part: ProviderPart;
  readonly step: StepBlueprint;
}

const PARTS = { operations: 'operation', polls: 'poll', checks: 'check', jobs: 'job', session: 'connection' } as const;

function unfit({ alias, type, part, step }: Unfit): BlueprintProblem {
  return {
    severity: 'error',
    path: ['with'],
    summary: `\`${alias}\` is of another type`,
    detail: `The step ${step.name} is sent to it and needs the ${PARTS[part.kind]} ${part.name}, which providers of type ${type} do not have.`,
    hint: 'Name a connection of the type that the kind is made for.',
  };
}
