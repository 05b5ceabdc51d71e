import type { ProviderRegistry } from '../../provider/registry.ts';
import type { Value } from '../../value/value.ts';
import type { ProviderEntry } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import type { PlanDocument } from '../syntax/read-document.ts';
import type { Inventories } from './open-inventories.ts';

/** What reading an entry of `migrations:` needs of the rest of the document. */
export interface MigrationContext {
  readonly document: PlanDocument;
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  readonly registry: ProviderRegistry;
  readonly findings: Findings;
  readonly fillInputs: (value: Value) => Value;
  readonly inventories: Inventories;
}
