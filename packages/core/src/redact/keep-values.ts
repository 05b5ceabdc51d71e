import { collectReferences, isDeferred, isJsonObject, type Json, type Value } from '../value/value.ts';
import type { Redactor } from './redactor.ts';

/** What a step sent: its arguments as the plan has them, and with everything filled in. */
export interface SentArguments {
  readonly template: Value;
  readonly resolved: Json;
}

/**
 * Captured values as they may be kept. Later steps send them, so that an everyday word which is a secret too must not change
 * them: what the step itself sent in the clear is no secret and stays, and so do ids and words that hold no long secret.
 * Sentences are cleaned as text, and what was sent as a secret is never kept.
 */
export function keepValues<Data extends Json>(values: Data, sent: SentArguments, redactor: Redactor): Data {
  let known: KnownValues | undefined;
  const keepText = (text: string): string => {
    known ??= knownValues(sent);
    if (known.clear.has(text)) return text;
    if (known.secret.has(text)) return '[redacted]';
    return /\s/.test(text) ? redactor.text(text) : redactor.value(text);
  };
  const keep = (value: Json): Json => {
    if (typeof value === 'string') return keepText(value);
    if (Array.isArray(value)) return value.map((item: Json) => keep(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, keep(child)]));
  };
  return keep(values) as Data;
}

interface KnownValues {
  readonly clear: ReadonlySet<string>;
  readonly secret: ReadonlySet<string>;
}

function knownValues(sent: SentArguments): KnownValues {
  const known = { clear: new Set<string>(), secret: new Set<string>() };
  sortValues(sent.template, sent.resolved, known);
  return known;
}

/** By what the plan says of each: only a leaf with a reference to a secret is one. */
function sortValues(
  template: Value | undefined,
  resolved: Json,
  known: { readonly clear: Set<string>; readonly secret: Set<string> },
): void {
  if (template !== undefined && isDeferred(template)) {
    const isSecret = collectReferences(template).some(({ path: [root] }) => root === 'secrets');
    for (const text of textsOf(resolved)) (isSecret ? known.secret : known.clear).add(text);
  } else if (typeof resolved === 'string') known.clear.add(resolved);
  else if (Array.isArray(resolved)) {
    for (const [index, item] of resolved.entries())
      sortValues(Array.isArray(template) ? (template[index] as Value) : undefined, item, known);
  } else if (isJsonObject(resolved)) {
    const templates = template as Readonly<Record<string, Value>> | undefined;
    for (const [key, child] of Object.entries(resolved)) sortValues(templates?.[key], child, known);
  }
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
