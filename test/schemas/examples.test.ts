import { describe, expect, it } from 'vitest';
import { type Schema, schemaIn } from '../../scripts/generate/schema.ts';
import { documentedRequests, documentedResponses, type RecordedRequest, recordedRequests } from './examples.ts';
import { argumentSchemas, operationSchemas, responseSchemas, violations } from './validators.ts';

describe('documented examples', () => {
  it.each(documentedRequests)('$operation: $example of $document is accepted', ({ operation, value }) => {
    expect(violations(argumentSchemas.get(operation), value)).toEqual([]);
  });

  it.each(documentedResponses)('$operation: answer $example of $document is accepted', ({ operation, value }) => {
    expect(violations(responseSchemas.get(operation), value)).toEqual([]);
  });

  it('are all there: one or more for every source document', () => {
    const operations = new Set(documentedRequests.map(({ operation }) => operation));
    expect([...operations]).toEqual([
      'CreateDataTasks',
      'CreateMigrationTask',
      'CreateOnlineMigrationTask',
      'SetOnlineMigrationTask',
    ]);
  });
});

describe('recorded SDK requests', () => {
  it.each(recordedRequests)('$file goes where the binding says', ({ operation, method, target, body }) => {
    const binding = bindingOf(operation);
    expect(method).toBe(binding.method);
    expect(pathPattern(binding.path).test(splitTarget(target).path)).toBe(true);
    const inBody = fieldsOf(operation).filter((name) => !Object.hasOwn(binding.parameters, name));
    expect(body !== undefined).toBe(inBody.length > 0);
  });

  it.each(recordedRequests)('$file has valid arguments', (recorded) => {
    const all = argumentsOf(recorded);
    expect(all.length).toBeGreaterThan(0);
    for (const args of all) expect(violations(argumentSchemas.get(recorded.operation), args)).toEqual([]);
  });

  it.each(recordedRequests.filter(({ response }) => response !== undefined))(
    '$file got a valid answer',
    ({ operation, response }) => {
      expect(violations(responseSchemas.get(operation), response)).toEqual([]);
    },
  );
});

type Binding = NonNullable<(typeof operationSchemas)[string]>['x-waybill'];

function bindingOf(operation: string): Binding {
  const schema = operationSchemas[operation];
  if (schema === undefined) throw new Error(`there is no schema of ${operation}`);
  return schema['x-waybill'];
}

function fieldsOf(operation: string): readonly string[] {
  return Object.keys(schemaIn(argumentSchemas.get(operation) as Schema, 'properties'));
}

/** The flat arguments of a request: one object, or one for each element of CreateDataTasks. */
function argumentsOf({ operation, target, body }: RecordedRequest): readonly object[] {
  const { path, query } = splitTarget(target);
  const { project_id: _configured, ...inPath } = pathPattern(bindingOf(operation).path).exec(path)?.groups ?? {};
  const inQuery = [...query].map(([name, text]) => [name, isInteger(operation, name) ? Number(text) : text]);
  const elements: readonly object[] = Array.isArray(body) ? body : [body ?? {}];
  return elements.map((element) => ({ ...inPath, ...Object.fromEntries(inQuery), ...element }));
}

function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const [path = '', query = ''] = target.split('?');
  return { path, query: new URLSearchParams(query) };
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function isInteger(operation: string, name: string): boolean {
  return schemaIn(schemaIn(argumentSchemas.get(operation) as Schema, 'properties'), name)['type'] === 'integer';
}
