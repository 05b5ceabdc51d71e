import { assertInvariant } from '@waybill/core';
import { type OperationBinding, type OperationName, operationSchemas } from '../generated/schemas.generated.ts';

/** How the arguments of an operation become a request. */
export function bindingOf(operation: string): OperationBinding {
  assertInvariant(isOperationName(operation), `the provider has the operation: ${operation}`);
  return operationSchemas[operation]['x-waybill'];
}

function isOperationName(operation: string): operation is OperationName {
  return Object.hasOwn(operationSchemas, operation);
}
