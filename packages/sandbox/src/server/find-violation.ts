import {
  type Call,
  isJsonObject,
  type JsonObject,
  type OperationSchema,
  type Violation,
  withoutNulls,
} from '@waybill/stand-kit';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** Query parameters that the schemas know as numbers. */
const NUMERIC_QUERY = new Set(['offset', 'limit', 'page', 'size']);

/** Null when the request fits its schema, or when there is none. Values of the request never show in the message. */
export function findViolation(schema: OperationSchema | undefined, call: Call): Violation | null {
  if (schema === undefined || isForHandler(schema, call)) return null;
  const validate = validatorOf(schema);
  for (const args of argumentsOf(call)) {
    if (!validate(args)) return violationOf(validate.errors?.[0]);
  }
  return null;
}

/** A missing body, or one that is not made of objects, is a mistake of its own that the operation names better. */
function isForHandler(schema: OperationSchema, call: Call): boolean {
  const parameters = schema['x-waybill'].parameters;
  const { request } = schema.$defs;
  const properties = isJsonObject(request) && isJsonObject(request['properties']) ? request['properties'] : {};
  const hasBodyFields = Object.keys(properties).some((name) => !Object.hasOwn(parameters, name));
  if (!hasBodyFields) return false;
  return !(Array.isArray(call.json) ? call.json : [call.json]).every(isJsonObject);
}

const ajv = new Ajv2020({ strict: false, logger: false });
const validators = new Map<string, ValidateFunction>();

/** Compiled when an operation is first called: compiling all takes longer than starting a server should. */
function validatorOf(schema: OperationSchema): ValidateFunction {
  let validate = validators.get(schema.$id);
  if (validate === undefined) {
    validate = ajv.compile(schema.$defs.request);
    validators.set(schema.$id, validate);
  }
  return validate;
}

/** The schemas describe flat arguments: those of path, query and body together, for each element of an array body. */
function argumentsOf(call: Call): readonly JsonObject[] {
  const { project_id: _projectId, ...params } = call.params;
  const query = call.query
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, NUMERIC_QUERY.has(name) && /^-?\d+$/.test(value) ? Number(value) : value]);
  const shared = { ...params, ...Object.fromEntries(query) };
  const body = withoutNulls(call.json);
  const elements = Array.isArray(body) ? body : [body];
  return elements.map((element) => ({ ...shared, ...(isJsonObject(element) ? element : {}) }));
}

function violationOf(error: ErrorObject | undefined): Violation {
  const path = (error?.instancePath ?? '').split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  const params: JsonObject = error?.params ?? {};
  const { missingProperty, additionalProperty } = params;
  const message = error?.message ?? 'is not valid';
  if (typeof missingProperty === 'string') return { kind: 'missing', path: [...path, missingProperty], message };
  if (typeof additionalProperty === 'string') return { kind: 'invalid', path: [...path, additionalProperty], message };
  return { kind: 'invalid', path, message };
}
