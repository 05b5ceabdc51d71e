import { shorten } from '../diagnostics/shorten.ts';
import { assertInvariant } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { checkSchema } from '../plan/schema/check-schema.ts';
import type { Blueprint, BlueprintProblem, StepBlueprint } from '../provider/blueprint.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { defined } from '../value/defined.ts';
import type { ProviderPart } from './steps/step-module.ts';
import { moduleOf } from './steps/step-modules.ts';

/**
 * Finds a way to tell what is wrong with the connections of a unit's steps: the plan has each, and its provider has what
 * the step uses; a job takes its input, as far as that is known before the run. Where the schema of `with:` says `x-connection`, the plan has been checked before; this is for kinds that
 * name a connection otherwise. `own`: alias of the migration's connection.
 */
export function createConnectionCheck(
  plan: Plan,
  registry: ProviderRegistry,
): (own: string, blueprint: Blueprint) => readonly BlueprintProblem[] {
  return (own, { steps }) => steps.flatMap((step) => problemsOf(step, own));

  function problemsOf(step: StepBlueprint, own: string): readonly BlueprintProblem[] {
    return moduleOf(step)
      .partsOf(step)
      .flatMap((part) => problemOf(part, step, own));
  }

  function problemOf(part: ProviderPart, step: StepBlueprint, own: string): readonly BlueprintProblem[] {
    const { connection: alias = step.connection ?? own, kind, name } = part;
    const type = plan.providers.get(alias)?.type;
    if (type === undefined) return [unknown(alias, step)];
    const provider = registry.get(type);
    if (kind === 'session') return [];
    if (provider?.[kind]?.[name] !== undefined) return inputProblems(part, provider, step);
    assertInvariant(
      alias !== own,
      `kinds use declared ${kind}: ${step.name} uses ${name}, which ${type} does not have`,
    );
    return [unfit({ alias, type, part, step })];
  }
}

function inputProblems(
  { kind, name, input }: ProviderPart,
  provider: Provider,
  step: StepBlueprint,
): readonly BlueprintProblem[] {
  const job = kind === 'jobs' ? provider.jobs?.[name] : undefined;
  if (job === undefined || input === undefined) return [];
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
