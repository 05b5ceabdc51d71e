import { suggest } from '../../diagnostics/suggest.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { isValueObject, type Value } from '../../value/value.ts';
import type { ProviderEntry } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';

/** Every block of `defaults.with` is named after a kind or operation of a provider of the plan. */
export function checkDefaults(
  defaults: Value | undefined,
  providers: ReadonlyMap<string, ProviderEntry>,
  { registry, findings }: { readonly registry: ProviderRegistry; readonly findings: Findings },
): void {
  const blocks = isValueObject(defaults) ? defaults.with : undefined;
  // Without a provider there is nothing to compare with, and that was reported.
  if (!isValueObject(blocks) || providers.size === 0) return;
  const known = new Set([...providers.values()].flatMap((entry) => namesOf(entry, registry)));
  for (const name of Object.keys(blocks)) {
    if (known.has(name)) continue;
    const suggestion = suggest(name, known);
    findings.add({
      code: 'PLAN_UNKNOWN_KIND',
      path: ['defaults', 'with', name],
      at: 'key',
      summary: `unknown kind or operation \`${name.slice(0, 60)}\``,
      detail:
        'A block under `defaults.with` is named after a kind or operation of a provider of the plan, with or without the alias in front: `index-migration` or `search.index-migration`.',
      hint: suggestion === undefined ? 'Write what the migrations `use` here.' : `did you mean \`${suggestion}\`?`,
    });
  }
}

function namesOf({ alias, type }: ProviderEntry, registry: ProviderRegistry): readonly string[] {
  const provider = registry.get(type);
  const names = [...Object.keys(provider?.kinds ?? {}), ...Object.keys(provider?.operations ?? {})];
  return names.flatMap((name) => [name, `${alias}.${name}`]);
}
