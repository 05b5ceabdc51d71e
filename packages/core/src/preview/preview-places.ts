import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Unit } from '../plan/plan.ts';
import type { Place } from '../provider/movement.ts';
import { defined } from '../value/defined.ts';
import { displayValue, type Json, type Value } from '../value/value.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { PreviewPlace, PreviewUnit } from './preview.ts';

/** Where the data of a unit comes from and goes to, as its kind or operation says it. */
export function previewPlaces(
  { migration, with: values }: Unit,
  providers: ReadonlyMap<string, PlannedProvider>,
): Pick<PreviewUnit, 'from' | 'to'> {
  const provider = providers.get(migration.provider)?.provider;
  const said = provider?.kinds[migration.recipe] ?? provider?.operations[migration.recipe];
  const { from, to } = said?.describe?.(values, migration.provider) ?? {};
  return defined({ from: from && previewPlace(from), to: to && previewPlace(to) });
}

function previewPlace({ label, connection, facts }: Place): PreviewPlace {
  const shown = facts.flatMap(({ name, value }) => {
    const text = value === undefined ? '' : textOf(value);
    return text === '' ? [] : [{ name, value: text }];
  });
  return { label, ...defined({ connection }), facts: shown };
}

function textOf(value: Value): string {
  return flatten(maskSecrets(displayValue(value))).join(', ');
}

function flatten(value: Json): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => flatten(item));
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
