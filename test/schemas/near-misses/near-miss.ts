/** What is wrong and where: the JSON pointer of the instance as a fragment, and the keyword that refuses it. */
export type Refused = string | readonly string[];

/** A value that is almost right. */
export interface NearMiss {
  readonly name: string;
  /** Name of the schema: an operation, a kind, a provider type, or `plan`. */
  readonly schema: string;
  readonly value: unknown;
  /** Every violation, in no particular order. */
  readonly refused: readonly string[];
  /** Part of the hint beside the failing keyword, where the keyword alone would not explain itself. */
  readonly hint?: RegExp;
}

/** A value that near misses start from: accepted. */
export interface NearHit {
  readonly schema: string;
  readonly value: unknown;
}

export function hit(schema: string, value: object): NearHit {
  return { schema, value: written(value) };
}

export function miss(schema: string, name: string, value: object, refused: Refused, hint?: RegExp): NearMiss {
  return { schema, name, value: written(value), refused: [refused].flat(), ...(hint === undefined ? {} : { hint }) };
}

/** As in a document: properties whose value is undefined are left out. */
function written(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Refusals of a part, as seen from the whole. */
export function below(path: string, refused: Refused): readonly string[] {
  return [refused].flat().map((refusal) => refusal.replace('#', `#${path}`));
}

/** `path` as a plan refers to it. */
export function reference(path: string): string {
  return `\${{ ${path} }}`;
}
