import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import { planSchema } from '../../generated/plan-schema.generated.ts';
import { isValueObject, type JsonObject } from '../../value/value.ts';
import { checkSchema } from '../schema/check-schema.ts';
import { objectAt } from '../schema/plan-schema-with.ts';
import { createFindings } from '../syntax/findings.ts';
import { readDocument } from '../syntax/read-document.ts';

export interface DeclaredInputs {
  /** The section `inputs` of the plan, as it is written; undefined where it cannot be read. */
  readonly inputs: JsonObject | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The inputs that a plan declares, whatever else is wrong or missing in it. */
export function readDeclaredInputs(source: string | Uint8Array, options: { readonly file: string }): DeclaredInputs {
  const { document, diagnostics } = readDocument(source, options);
  if (document === undefined) return { inputs: undefined, diagnostics };
  const findings = createFindings(document.source);
  for (const diagnostic of diagnostics) findings.addDiagnostic(diagnostic);
  const { inputs = {} } = document.root;
  const schema = objectAt(objectAt(planSchema as JsonObject, 'properties'), 'inputs');
  for (const finding of checkSchema(inputs, schema, 'the inputs of a plan'))
    findings.add({ ...finding, path: ['inputs', ...finding.path] });
  const all = findings.list();
  const isUsable = isValueObject(inputs) && !hasErrors(all);
  return { inputs: isUsable ? (JSON.parse(JSON.stringify(inputs)) as JsonObject) : undefined, diagnostics: all };
}
