import { assertInvariant } from '@waybill/core';
import { type OperationName, operationSchemas } from '../generated/schemas.generated.ts';

export type { OperationName };

/** How an operation's flat arguments become a request. Fields that are no parameter belong to the body. */
export interface OperationBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Starts with `/v2/{project_id}/`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, 'path' | 'query' | 'header'>>;
  /** Names of every argument. */
  readonly arguments: readonly string[];
}

export const OPERATION_NAMES: readonly OperationName[] = Object.keys(operationSchemas) as OperationName[];

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationSchemas, name);
}

export function operationBinding(name: string): OperationBinding {
  const binding = bindings.get(name);
  assertInvariant(binding !== undefined, `calls name a known operation: ${name}`);
  return binding;
}

/** Made once: every call asks for its own. */
const bindings: ReadonlyMap<string, OperationBinding> = new Map(
  OPERATION_NAMES.map((name) => [name, buildBinding(name)]),
);

function buildBinding(name: OperationName): OperationBinding {
  const schema = operationSchemas[name];
  const { method, path, parameters } = schema['x-waybill'];
  const request: { readonly properties?: object } = schema.$defs.request;
  return { method, path, parameters, arguments: Object.keys(request.properties ?? {}) };
}

export function requestSchema(name: OperationName): object {
  return operationSchemas[name].$defs.request;
}

export function responseSchema(name: OperationName): object {
  return operationSchemas[name].$defs.response;
}

export function operationDocument(name: OperationName): string {
  return operationSchemas[name]['x-waybill'].document;
}
