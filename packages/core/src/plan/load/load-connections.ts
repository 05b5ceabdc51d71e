import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { readDocument } from '../syntax/read-document.ts';
import { buildProviders } from './build-providers.ts';
import { buildSecrets } from './build-secrets.ts';
import { checkDocument } from './check-document.ts';
import { expandSecrets } from './expand-secrets.ts';
import { fillInputs, type LoadedPlan, type LoadOptions, nameOf, readInputs } from './load-plan.ts';
import type { PlanHead } from './plan-head.ts';

/** Sections that a connection does not need, and that may name an inventory which is yet to be written. */
const LATER = /^(migrations|defaults|moved)(?![\w-])/;

export interface LoadedConnections extends Pick<LoadedPlan, 'diagnostics' | 'files'> {
  readonly head: PlanHead | undefined;
}

/**
 * What a plan says of its connections: its inputs, secrets and providers, checked as for a run. Mistakes elsewhere are left
 * to the checks of the whole plan. There is a head exactly when no diagnostic is an error.
 */
export function loadConnections(text: string | Uint8Array, options: LoadOptions): LoadedConnections {
  const { document, diagnostics } = readDocument(text, options);
  if (document === undefined) return { head: undefined, diagnostics, files: new Map() };
  const { root } = document;
  const findings = checkDocument(document, diagnostics, options.registry);
  const { environment, inputs } = readInputs(document, options, findings);
  const providers = buildProviders(fillInputs(root.providers ?? {}, inputs), options.registry, findings);
  const declared = buildSecrets(root.secrets);
  const head: PlanHead = {
    name: nameOf(root.name, options.environment),
    inputs: Object.fromEntries(inputs),
    secrets: expandSecrets(declared, { providers, migrations: new Map() }, findings),
    secretFamilies: declared.families,
    providers,
  };
  const found = findings.list().filter(({ path = '' }) => !LATER.test(path));
  return { head: hasErrors(found) ? undefined : head, diagnostics: found, files: environment.files };
}
