import type { Schema } from './schema.ts';

export const HEADER = '// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.\n';

/** The interfaces that describe generated schema constants; repeated in each file because packages share no code here. */
export const OPERATION_SCHEMA_TYPES = `/** How an operation's arguments become an HTTP request. */
export interface OperationBinding {
  readonly provider: string;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces. \`{project_id}\` comes from the provider's configuration, all others from the arguments. */
  readonly path: string;
  /** Where an argument goes. Arguments that are not named here are fields of the JSON body. */
  readonly parameters: Readonly<Record<string, 'path' | 'query' | 'header'>>;
  /** HTTP statuses of success, the documented one first. */
  readonly success: readonly number[];
  readonly effect: boolean;
  /** Title of the vendor document. */
  readonly document: string;
}

/** One vendor operation. \`request\` is the flat argument object; \`response\` is lenient. Both stand alone. */
export interface OperationSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-waybill': OperationBinding;
  readonly $defs: { readonly request: object; readonly response: object };
}
`;

/** A record of schemas as a literal, in the order of the map. */
export function recordLiteral(schemas: ReadonlyMap<string, Schema>): string {
  return literal(Object.fromEntries(schemas));
}

export function literal(value: Schema): string {
  return JSON.stringify(value, null, 2);
}

export function nameUnion(schemas: ReadonlyMap<string, Schema>): string {
  return [...schemas.keys()].map((name) => `\n  | '${name}'`).join('');
}

/** `index-migration` and `indexMigration` become `IndexMigration`. */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
