import { defined, displayValue, type Json, type Plan } from '@waybill/core';
import {
  type EffectiveLeaf,
  type EffectivePlan,
  leavesOf,
  printEffective,
  type ValueSource,
  type WrittenPlace,
} from '@waybill/core/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import type { VariableFlags } from '../../plan-options.ts';
import type { NextStep } from '../documents/json-objects.ts';

export interface EffectiveFacts {
  readonly effective: EffectivePlan;
  readonly plan: Plan;
  readonly flags: VariableFlags;
  /** The inputs are those of a saved preview. */
  readonly isSaved: boolean;
  readonly nextSteps: readonly NextStep[];
}

/** The plan as it is used: YAML that is a plan again, with a comment behind each value that says where it comes from. */
export function renderEffective(facts: EffectiveFacts): string {
  const { effective, plan } = facts;
  const environment = plan.environment === undefined ? '' : ` for environment ${plan.environment}`;
  return printEffective(effective, {
    head: [
      `${plan.file}${environment}, as it is used: every value, and where it comes from.`,
      ...(effective.units.length === 0 ? [] : ['What differs by unit is under x-units, which is not evaluated.']),
      ...(hasMasked(effective) ? ['****** is a secret that is written in the plan. It is not shown.'] : []),
    ],
    describe: (leaf) => describeLeaf(leaf, facts),
  });
}

function hasMasked({ root, units }: EffectivePlan): boolean {
  return [root, ...units.map(({ values }) => values)].some((tree) =>
    leavesOf(tree).some(({ leaf }) => leaf.isMasked === true),
  );
}

function describeLeaf({ sources }: EffectiveLeaf, facts: EffectiveFacts): string {
  return sources.map((source) => describeSource(source, facts)).join(', ');
}

function describeSource(source: ValueSource, facts: EffectiveFacts): string {
  switch (source.kind) {
    case 'plan':
      return `${line(source.place)}${takenOver(source)}`;
    case 'shared':
      return `${line(source.place)} defaults.with.${source.block}${takenOver(source)}`;
    case 'defaults':
      return `${line(source.place)} defaults`;
    case 'built-in':
      return 'built in';
    case 'variable':
      return `inputs.${source.input}: ${givenWith(source.input, facts)}`;
    case 'environment':
      return `inputs.${source.input}: ${line(source.place)}`;
    case 'input-default':
      return `inputs.${source.input}: ${line(source.place)} default`;
    case 'row':
      return `${source.reference}: ${line(source.place)}:${source.place.column}`;
  }
}

function line({ file, line: number }: WrittenPlace): string {
  return `${file}:${number}`;
}

function takenOver({ takenOver: place }: { readonly takenOver?: WrittenPlace }): string {
  return place === undefined ? '' : ` taken over in line ${place.line}`;
}

/** A single value wins over files; the last file that gives one wins over the others. */
function givenWith(input: string, { flags, isSaved }: EffectiveFacts): string {
  if (isSaved) return 'the saved preview';
  if ((flags.var ?? []).some((text) => text.slice(0, text.indexOf('=')).trim() === input)) return `--var ${input}`;
  return (flags.varFile ?? []).map((file) => `--var-file ${file}`).join(' or ');
}

/** The same for programs: a list of values with their paths. */
export function effectiveJson({ effective, plan, nextSteps }: EffectiveFacts): object {
  const { root, units } = effective;
  return {
    format_version: JSON_FORMAT,
    kind: 'effective_plan',
    plan: {
      name: plan.name,
      file: plan.file,
      digest: plan.digest,
      ...defined({ environment: plan.environment }),
    },
    values: [...leavesOf(root)].map(valueJson),
    units: units.map(({ address, values }) => ({ address, values: [...leavesOf(values)].map(valueJson) })),
    next_steps: nextSteps,
  };
}

function valueJson({
  path,
  leaf,
}: {
  readonly path: readonly (string | number)[];
  readonly leaf: EffectiveLeaf;
}): object {
  return {
    path,
    value: displayValue(leaf.value) satisfies Json,
    ...(leaf.isMasked === true ? { is_masked: true } : {}),
    sources: leaf.sources.map(sourceJson),
  };
}

function sourceJson({ kind, ...source }: ValueSource): object {
  const { takenOver: place, ...rest } = { takenOver: undefined, ...source };
  return { kind: KINDS[kind], ...rest, ...defined({ taken_over: place }) };
}

const KINDS: Readonly<Record<ValueSource['kind'], string>> = {
  plan: 'plan',
  shared: 'defaults_with',
  defaults: 'defaults',
  'built-in': 'built_in',
  variable: 'variable',
  environment: 'environment',
  'input-default': 'input_default',
  row: 'row',
};
