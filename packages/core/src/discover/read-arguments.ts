import { suggest } from '../diagnostics/suggest.ts';
import { fillInputs } from '../plan/load/load-plan.ts';
import type { PlanHead } from '../plan/load/plan-head.ts';
import type { ProviderEntry } from '../plan/plan.ts';
import { checkSchema } from '../plan/schema/check-schema.ts';
import { findLiteralSecrets } from '../plan/schema/find-literal-secrets.ts';
import { validatorOf } from '../plan/schema/schema-validator.ts';
import { memberOf } from '../plan/secret-family.ts';
import { parseTemplate } from '../plan/syntax/parse-template.ts';
import type { Listing } from '../provider/listing.ts';
import { collectReferences, isJsonObject, type Json, type Value, type ValueObject } from '../value/value.ts';
import { DiscoverError } from './discover-error.ts';

const NO_ARGUMENTS: object = { type: 'object', additionalProperties: false };

/**
 * Arguments of a listing as they are given → as values, inputs filled in. References to secrets stay.
 *
 * @throws DiscoverError for one that the listing does not take, or that is missing
 */
export function readArguments(
  given: Readonly<Record<string, string>>,
  { listing, entry }: { readonly listing: Listing; readonly entry: Pick<ProviderEntry, 'alias'> },
  head: PlanHead,
): ValueObject {
  const schema = listing.argumentsSchema ?? NO_ARGUMENTS;
  const inputs = new Map(Object.entries(head.inputs));
  const values = Object.fromEntries(
    Object.entries(given).map(([name, text]) => [
      name,
      typed(fillInputs(parse(name, text, head), inputs), name, schema),
    ]),
  );
  const [finding] = [
    ...checkSchema(values, schema, `the listing of ${listing.title}`),
    ...findLiteralSecrets(values, schema),
  ];
  if (finding === undefined) return values;
  const hint = finding.code === 'PLAN_LITERAL_SECRET' ? LITERAL_SECRET : finding.hint;
  throw new DiscoverError(
    'DISCOVER_ARGUMENT',
    `The arguments of ${entry.alias} for listing ${listing.title} cannot be used: ${finding.summary}. ${finding.detail}`,
    hint === undefined ? {} : { hint },
  );
}

const LITERAL_SECRET =
  'Refer to a secret of the plan: ${{ secrets.name }}, in single quotes, so that the shell does not expand it.';

function parse(name: string, text: string, { secrets, secretFamilies, inputs }: PlanHead): Value {
  const { value, problems } = parseTemplate(text);
  const [problem] = problems;
  if (problem !== undefined)
    throw new DiscoverError('DISCOVER_ARGUMENT', `${name}: ${problem.summary}. ${problem.detail}`, {
      hint: problem.hint,
    });
  for (const reference of collectReferences(value)) {
    const [root = '', target = ''] = reference.path;
    const known = root === 'secrets' ? [...secrets.keys()] : root === 'inputs' ? Object.keys(inputs) : [];
    const isMember = root === 'secrets' && memberOf(target, secretFamilies) !== undefined;
    if ((known.includes(target) || isMember) && reference.path.length === 2) continue;
    const near = suggest(target, known);
    throw new DiscoverError('DISCOVER_ARGUMENT', `${name}: the plan does not have ${reference}.`, {
      hint:
        near === undefined
          ? 'Only secrets and inputs of the plan are known here.'
          : `did you mean \`${root}.${near}\`?`,
    });
  }
  return value;
}

/** A shell gives texts only. */
function typed(value: Value, name: string, schema: object): Value {
  const types = typesOf(validatorOf(schema).schema, name);
  if (typeof value !== 'string' || types.length === 0 || types.includes('string')) return value;
  if (/^-?\d+(\.\d+)?$/.test(value) && types.some((type) => type === 'integer' || type === 'number'))
    return Number(value);
  return types.includes('boolean') && /^(true|false)$/.test(value) ? value === 'true' : value;
}

function typesOf(schema: Json | undefined, name: string): readonly string[] {
  const properties = isJsonObject(schema) && isJsonObject(schema['properties']) ? schema['properties'] : {};
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isJsonObject(property) ? [property['type'] ?? []].flat().filter((type) => typeof type === 'string') : [];
}
