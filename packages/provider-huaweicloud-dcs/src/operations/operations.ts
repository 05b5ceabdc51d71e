import type { Operation } from '@waybill/core';
import {
  OPERATION_NAMES,
  type OperationName,
  operationDocument,
  requestSchema,
  responseSchema,
} from './operation-schema.ts';
import { OPERATION_FACTS } from './operation-table.ts';

/** The documented operations as the engine sees them. */
export const operations: Readonly<Record<string, Operation>> = Object.fromEntries(
  OPERATION_NAMES.map((name) => [name, buildOperation(name)]),
);

function buildOperation(name: OperationName): Operation {
  const { answer: _answer, ...facts } = OPERATION_FACTS[name];
  return {
    ...facts,
    name,
    document: operationDocument(name),
    requestSchema: requestSchema(name),
    responseSchema: responseSchema(name),
  };
}
