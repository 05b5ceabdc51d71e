import type { ProviderRegistry } from '../../provider/registry.ts';
import type { ValueObject } from '../../value/value.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { checkSchema } from './check-schema.ts';
import { planSchemaWith } from './plan-schema-with.ts';
import type { ForeignFields } from './schema-texts.ts';

export interface ShapeParts {
  readonly registry: ProviderRegistry;
  readonly findings: Findings;
  readonly foreignAt: ForeignFields;
}

/** Checks the document against the schema of the plan language. What belongs to a provider or a kind is checked later. */
export function checkShape(root: ValueObject, { registry, findings, foreignAt }: ShapeParts): void {
  const found = checkSchema(root, planSchemaWith(registry), 'a plan', foreignAt);
  for (const finding of found) findings.add(refine(finding));
}

function refine(finding: Finding): Finding {
  const [section] = finding.path;
  if (section === 'version' && finding.code !== 'PLAN_MISSING_KEY') return { ...finding, ...UNSUPPORTED_VERSION };
  // Who puts something wrong under `secrets:` may well have put the secret itself there.
  const isMisplaced = section === 'secrets' && finding.at !== 'key' && finding.path.length > 1;
  return isMisplaced ? { ...finding, isSecret: true } : finding;
}

const UNSUPPORTED_VERSION: Omit<Finding, 'path'> = {
  code: 'PLAN_VERSION_UNSUPPORTED',
  summary: 'unsupported plan version',
  detail: 'This program reads version 1 of the plan language.',
  hint: 'Write `version: 1`.',
};
