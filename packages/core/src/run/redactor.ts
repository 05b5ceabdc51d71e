import { isSecretName } from '../diagnostics/secret-names.ts';

const REDACTED = '[redacted]';
/** Shorter values would redact ordinary words; a secret of fewer characters is none. */
const SHORTEST_SECRET = 3;

/**
 * Takes known secret values out of texts that come from elsewhere (a vendor's message can echo a password), in the forms
 * in which they travel: as they are, inside JSON, percent-encoded and in base64.
 */
export class Redactor {
  readonly #sources: (() => Iterable<string>)[] = [];
  readonly #known = new Set<string>();
  /** Every form of every known value, longest first, so that a secret that contains another one is taken out whole. */
  #forms: readonly string[] = [];
  /** No shorter text can hold a secret. */
  #shortestForm = Number.POSITIVE_INFINITY;

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) this.#learn(secret);
  }

  /** Asks `source` again for every text: a session can come by new tokens at any time. Old ones stay known. */
  alsoFrom(source: () => Iterable<string>): void {
    this.#sources.push(source);
  }

  text(text: string): string {
    this.#askSources();
    return this.#cleanText(text);
  }

  /** Plain data with every text in it cleaned: a copy, or the very same when there is nothing to take out. */
  json<Data>(value: Data): Data {
    this.#askSources();
    // Of thousands of records and events hardly one holds a secret, and looking is much cheaper than copying.
    return this.#holdsSecret(value) ? (this.#clean(value) as Data) : value;
  }

  /** The same error, with its texts and those of its causes cleaned. */
  error(thrown: unknown): unknown {
    for (let error = thrown; error instanceof Error; error = error.cause) {
      error.message = this.text(error.message);
      if (error.stack !== undefined) error.stack = this.text(error.stack);
    }
    return thrown;
  }

  #askSources(): void {
    for (const source of this.#sources) for (const secret of source()) this.#learn(secret);
  }

  #learn(secret: string): void {
    if (secret.length < SHORTEST_SECRET || this.#known.has(secret)) return;
    this.#known.add(secret);
    const inJson = JSON.stringify(secret).slice(1, -1);
    const forms = [secret, inJson, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    this.#forms = [...new Set([...this.#forms, ...forms])].toSorted((left, right) => right.length - left.length);
    this.#shortestForm = this.#forms.at(-1)?.length ?? Number.POSITIVE_INFINITY;
  }

  #holdsSecret(value: unknown): boolean {
    if (typeof value === 'string')
      return value.length >= this.#shortestForm && this.#forms.some((form) => value.includes(form));
    if (typeof value !== 'object' || value === null) return false;
    for (const child of Object.values(value)) if (this.#holdsSecret(child)) return true;
    return false;
  }

  #clean(value: unknown): unknown {
    if (typeof value === 'string') return this.#cleanText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.#clean(item));
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.#clean(child)]));
  }

  #cleanText(text: string): string {
    return this.#forms.reduce((clean, form) => clean.replaceAll(form, REDACTED), text);
  }
}

/** An environment variable of fewer characters is a switch (`TOKEN_AUTH=true`) rather than a secret. */
const SHORTEST_ENVIRONMENT_SECRET = 8;

/** Values of environment variables whose name says that they are secret: the vendors' own credential chains read them. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const isSecret = isSecretName(name) || /_(SK|SECRET_KEY)$/.test(name);
    return isSecret && value !== undefined && value.length >= SHORTEST_ENVIRONMENT_SECRET ? [value] : [];
  });
}
