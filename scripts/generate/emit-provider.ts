import { compileType } from './compile-type.ts';
import type { ProviderSchemas } from './provider-schemas.ts';
import { schemaIn } from './schema.ts';
import { HEADER, literal, nameUnion, OPERATION_SCHEMA_TYPES, recordLiteral } from './source-text.ts';

const KIND_SCHEMA_TYPE = `/** The \`with:\` of a kind. */
export interface KindSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-waybill': {
    readonly provider: string;
    readonly kind: string;
  };
  readonly [keyword: string]: unknown;
}
`;

/** The schemas as constants. */
export function emitProviderSchemas(schemas: ProviderSchemas): string {
  return [
    HEADER,
    OPERATION_SCHEMA_TYPES,
    KIND_SCHEMA_TYPE,
    `export type OperationName =${nameUnion(schemas.operations)};\n`,
    `export type KindName =${nameUnion(schemas.kinds)};\n`,
    `export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = ${recordLiteral(schemas.operations)};\n`,
    `export const kindSchemas: Readonly<Record<KindName, KindSchema>> = ${recordLiteral(schemas.kinds)};\n`,
    `/** A migration's own keys, by kind. */\nexport const optionsSchemas: Readonly<Record<KindName, object>> = ${recordLiteral(schemas.options)};\n`,
    `/** The provider's entry under \`providers:\`. */\nexport const providerSchema: object = ${literal(schemas.config)};\n`,
  ].join('\n');
}

/** Interfaces of the answers that are read field by field: those of reads. Of an effect, only pointers name what is kept. */
export async function emitAnswerTypes(schemas: ProviderSchemas): Promise<string> {
  const types: string[] = [];
  for (const [name, schema] of schemas.operations) {
    if (schemaIn(schema, 'x-waybill')['effect'] !== false) continue;
    types.push(await compileType(`${name}Response`, schemaIn(schemaIn(schema, '$defs'), 'response')));
  }
  return [HEADER, ...types].join('\n');
}
