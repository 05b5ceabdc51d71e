import type { Value } from '../../value/value.ts';
import type { Finding } from '../syntax/findings.ts';
import { explainSchemaError, suggestKey } from './explain-schema-error.ts';
import { type SchemaError, selectSchemaErrors, toValidatedValue } from './schema-errors.ts';
import type { ForeignFields } from './schema-texts.ts';
import { type KnownConnections, type SchemaValidator, validatorOf } from './schema-validator.ts';

/**
 * Checks a value against one schema. The paths of the findings are relative to the value. What is not known yet (secrets,
 * outputs) is not judged. `foreignAt`: see `SchemaSubject`.
 */
export function checkSchema(
  value: Value,
  schema: object,
  name: string,
  foreignAt: ForeignFields = () => [],
): readonly Finding[] {
  const validator = validatorOf(schema);
  const errors = findSchemaErrors(value, validator);
  return errors.map((error) => explainSchemaError(error, { schema: validator.schema, name, foreignAt }));
}

/** The violations worth telling, before they are put into words. */
export function findSchemaErrors(
  value: Value,
  validator: SchemaValidator,
  connections?: KnownConnections,
): readonly SchemaError[] {
  return dropExplained(selectSchemaErrors(validator.validate(toValidatedValue(value), connections), value));
}

/** A misspelled key is also a missing one: saying the first is enough. */
function dropExplained(errors: readonly SchemaError[]): readonly SchemaError[] {
  const unknown = errors.filter((error) => /^(additional|unevaluated)Properties$/.test(error.keyword));
  if (unknown.length === 0) return errors;
  const explained = new Set(unknown.map((error) => JSON.stringify([error.path, suggestKey(error)])));
  return errors.filter(
    (error) =>
      error.keyword !== 'required' || !explained.has(JSON.stringify([error.path, error.params.missingProperty])),
  );
}
