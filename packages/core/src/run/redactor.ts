import type { Json } from '../plan/value.ts';

const REDACTED = '[redacted]';
/** Shorter values would redact ordinary words; a secret of fewer characters is none. */
const SHORTEST_SECRET = 3;

/**
 * Takes known secret values out of texts that come from elsewhere (a vendor's message can echo a password), in the forms
 * in which they travel: as they are, inside JSON, and percent-encoded.
 */
export class Redactor {
  readonly #values: readonly string[];

  constructor(secrets: Iterable<string>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      if (secret.length < SHORTEST_SECRET) continue;
      forms.add(secret);
      forms.add(JSON.stringify(secret).slice(1, -1));
      forms.add(encodeURIComponent(secret));
      forms.add(Buffer.from(secret).toString('base64'));
    }
    // Longest first, so that a secret that contains another one is taken out whole.
    this.#values = [...forms].sort((left, right) => right.length - left.length);
  }

  text(text: string): string {
    return this.#values.reduce((clean, value) => clean.replaceAll(value, REDACTED), text);
  }

  json(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.json(item));
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.json(child)]));
  }
}
