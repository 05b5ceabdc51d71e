import type { ProviderSchemas } from './provider-schemas.ts';
import { HEADER, nameUnion, OPERATION_SCHEMA_TYPES, pascalCase, recordLiteral } from './source-text.ts';

/** Both providers' operations, for the other side of the wire. */
export function emitSandboxSchemas(providers: readonly ProviderSchemas[]): string {
  const names = providers.map(
    ({ provider, operations }) => `export type ${operationNameType(provider)} =${nameUnion(operations)};\n`,
  );
  const members = providers.map(
    ({ provider }) => `  readonly '${provider}': Readonly<Record<${operationNameType(provider)}, OperationSchema>>;\n`,
  );
  const literals = providers.map(({ provider, operations }) => `'${provider}': ${recordLiteral(operations)},\n`);
  return [
    HEADER,
    OPERATION_SCHEMA_TYPES,
    ...names,
    `/** By provider type, then by operation. */\nexport const operationSchemas: {\n${members.join('')}} = {\n${literals.join('')}};\n`,
  ].join('\n');
}

function operationNameType(provider: string): string {
  return `${pascalCase(provider)}OperationName`;
}
