import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { mayHoldUrlPasswords } from '../../diagnostics/url-passwords.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { checkShape } from '../schema/check-shape.ts';
import { findUrlSecrets } from '../schema/find-literal-secrets.ts';
import { createFindings, type Findings } from '../syntax/findings.ts';
import type { PlanDocument } from '../syntax/read-document.ts';
import { checkReferences } from './check-references.ts';
import { checkSecretSources } from './check-secret-sources.ts';
import { foreignOptions } from './foreign-options.ts';

/** What can be said of a document before its inputs have values, after what reading it has found. */
export function checkDocument(
  { root, source }: PlanDocument,
  read: readonly Diagnostic[],
  registry: ProviderRegistry,
): Findings {
  const findings = createFindings(source);
  for (const diagnostic of read) findings.addDiagnostic(diagnostic);
  checkShape(root, { registry, findings, foreignAt: (path) => foreignOptions(root, path, registry) });
  checkReferences(root, registry, findings);
  checkSecretSources(root.secrets, findings);
  const mayHoldPasswords = mayHoldUrlPasswords(source.text);
  for (const finding of mayHoldPasswords ? findUrlSecrets(root) : []) findings.add(finding);
  return findings;
}
