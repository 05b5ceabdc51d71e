import type { ProviderSchemas } from './provider-schemas.ts';
import { HEADER, nameUnion, OPERATION_SCHEMA_TYPES, recordLiteral } from './source-text.ts';

/** One vendor's operations, for the other side of the wire. */
export function emitStandSchemas({ operations }: ProviderSchemas): string {
  return [
    HEADER,
    "import type { OperationSchema } from '@waybill/stand-kit';\n",
    `export type OperationName =${nameUnion(operations)};\n`,
    `export const operationSchemas: Readonly<Record<OperationName, OperationSchema>> = ${recordLiteral(operations)};\n`,
  ].join('\n');
}

/** What the schemas of every stand look like. */
export function emitStandTypes(): string {
  return [HEADER, OPERATION_SCHEMA_TYPES].join('\n');
}
