import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { ProviderEntry } from '../plan.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { blockNames } from './merge-defaults.ts';

/** Every block of `defaults.with` is named after a kind or operation of a provider of the plan, and some migration uses it. */
export function checkDefaults(
  { defaults, migrations, providers: declared }: ValueObject,
  providers: ReadonlyMap<string, ProviderEntry>,
  { registry, findings }: { readonly registry: ProviderRegistry; readonly findings: Findings },
): void {
  const blocks = isValueObject(defaults) ? defaults.with : undefined;
  if (!isValueObject(blocks)) return;
  const known = new Set([...providers.values()].flatMap((entry) => namesOf(entry, registry)));
  const used = new Set(usedBlocks(migrations));
  for (const name of Object.keys(blocks)) {
    if (known.has(name)) {
      if (!used.has(name)) findings.add(unusedBlock(name));
      continue;
    }
    if (mayBeOfUnknown(name, declared, providers)) continue;
    // What cannot be a name at all is none of these.
    if (findings.hasErrorAt(['defaults', 'with', name], 'key')) continue;
    const suggestion = suggest(name, known);
    findings.add({
      code: 'PLAN_UNKNOWN_KIND',
      path: ['defaults', 'with', name],
      at: 'key',
      summary: `unknown kind or operation \`${shorten(name)}\``,
      detail:
        'A block under `defaults.with` is named after a kind or operation of a provider of the plan, with or without the alias in front: `index-migration` or `search.index-migration`.',
      hint: suggestion === undefined ? 'Write what the migrations `use` here.' : `did you mean \`${suggestion}\`?`,
    });
  }
}

/** Of a provider whose type is not known, no names are known either; that was reported. So is a plan without providers. */
function mayBeOfUnknown(
  name: string,
  declared: Value | undefined,
  providers: ReadonlyMap<string, ProviderEntry>,
): boolean {
  const aliases = Object.keys(isValueObject(declared) ? declared : {});
  if (aliases.length === 0) return true;
  const dot = name.indexOf('.');
  const meant = dot === -1 ? aliases : aliases.filter((alias) => alias === name.slice(0, dot));
  return meant.some((alias) => !providers.has(alias));
}

/** Of entries that cannot be read, nothing is known; that was reported. */
function usedBlocks(migrations: Value | undefined): readonly string[] {
  const entries = Object.values(isValueObject(migrations) ? migrations : {});
  return entries.flatMap((entry) =>
    isValueObject(entry) && typeof entry.uses === 'string' ? blockNames(entry.uses) : [],
  );
}

function unusedBlock(name: string): Finding {
  return {
    severity: 'warning',
    code: 'PLAN_UNUSED_DEFAULTS',
    path: ['defaults', 'with', name],
    at: 'key',
    summary: `defaults of \`${name}\` that no migration uses`,
    detail: 'No migration of the plan uses this kind or operation, so the block changes nothing.',
    hint: 'Remove the block, or write the name of the kind that is meant.',
  };
}

function namesOf({ alias, type }: ProviderEntry, registry: ProviderRegistry): readonly string[] {
  const provider = registry.get(type);
  const names = [...Object.keys(provider?.kinds ?? {}), ...Object.keys(provider?.operations ?? {})];
  return names.flatMap((name) => [name, `${alias}.${name}`]);
}
