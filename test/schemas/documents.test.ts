import { describe, expect, it } from 'vitest';
import { isSchema, type Schema, schemaIn } from '../../scripts/generate/schema.ts';
import { argumentSchemas, createAjv, library, operationSchemas, responseSchemas } from './validators.ts';

const OPERATIONS = {
  'alicloud-elasticsearch': [
    'CreateDataTasks',
    'DeleteDataTask',
    'DescribeInstance',
    'GetClusterDataInformation',
    'ListDataTasks',
  ],
  elasticsearch: [
    'AddIndexBlock',
    'CancelTask',
    'CountDocuments',
    'CreateIndex',
    'DeleteIndex',
    'FindTaskResults',
    'GetAlias',
    'GetIndex',
    'GetTask',
    'HasPrivileges',
    'ListAllocation',
    'ListIndices',
    'ListTasks',
    'PutSettings',
    'RefreshIndex',
    'Reindex',
    'RethrottleReindex',
    'ShowClusterSettings',
    'ShowClusterState',
    'ShowIndexHealth',
    'ShowIndexStats',
    'ShowIndexUsage',
    'ShowNodes',
    'TryDefinition',
    'TryReindex',
    'UpdateAliases',
  ],
  'huaweicloud-dcs': [
    'BatchRestartOnlineMigrationTasks',
    'BatchStopMigrationTasks',
    'CreateMigrationTask',
    'CreateOnlineMigrationTask',
    'DeleteMigrationTask',
    'ExchangeInstanceIp',
    'ListBackupRecords',
    'ListInstances',
    'ListMigrationTask',
    'ListMigrationTaskLogs',
    'RollbackExchangeInstanceIp',
    'SetOnlineMigrationTask',
    'ShowInstance',
    'ShowJobInfo',
    'ShowMigrationTask',
    'ShowMigrationTaskStats',
    'StopMigrationTask',
    'StopMigrationTaskSync',
    'UpdateMigrationTask',
  ],
  redis: ['CountKeys', 'PauseWrites', 'ProbeRights', 'ShowPosition', 'ShowServer', 'UnpauseWrites'],
};

describe('schema documents', () => {
  it.each([...library])('%s has a title and a description', (_path, document) => {
    expect(document['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(document['title']).toEqual(expect.any(String));
    expect(document['description']).toEqual(expect.any(String));
  });

  it.each([...library])('%s compiles with its references', (path, document) => {
    const ajv = createAjv();
    for (const other of library.values()) ajv.addSchema(other);
    const definitions = Object.keys(schemaIn(document, '$defs'));
    expect(ajv.getSchema(`https://waybill.dev/schemas/${path}`)).toBeTypeOf('function');
    for (const name of definitions)
      expect(ajv.getSchema(`${String(document['$id'])}#/$defs/${name}`)).toBeTypeOf('function');
  });

  it.each([...argumentSchemas, ...responseSchemas])('%s compiles alone, without references', (_name, schema) => {
    expect(() => createAjv().compile(schema)).not.toThrow();
    expect(JSON.stringify(schema)).not.toContain('"$ref"');
  });

  it('cover the documented operations', () => {
    const covered = Object.values(operationSchemas).map(
      ({ 'x-waybill': { provider, operation } }) => `${provider}.${operation}`,
    );
    const expected = Object.entries(OPERATIONS).flatMap(([provider, names]) =>
      names.map((name) => `${provider}.${name}`),
    );
    expect(covered.toSorted()).toEqual(expected.toSorted());
  });

  it.each([...argumentSchemas])('%s says of every field what it is', (_name, schema) => {
    const isSaid = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
    const unsaid = fields('', schema as Schema).filter(
      ([, field]) => !isSaid(field['description']) || !isSaid(field['title']),
    );
    expect(unsaid.map(([path]) => path)).toEqual([]);
  });

  it.each([...argumentSchemas])(
    '%s refuses keys that it does not know, except below with and providers',
    (_name, schema) => {
      const open = objects(schema as Schema).filter(([, object]) => object['additionalProperties'] === undefined);
      const free =
        /^(\/migrations\/\*\/with|\/defaults\/with\/\*|\/providers\/\*|\/sinkCluster\/(settings|mapping)|\/migrations\/\*\/for_each|\/inputs\/\*\/default)$/;
      expect(open.map(([path]) => path).filter((path) => !free.test(path))).toEqual([]);
    },
  );

  it.each([...argumentSchemas, ...responseSchemas])('%s marks every password as a secret', (name, schema) => {
    const secret =
      /\/(password|sentinel_password|api_key|secret_key|access_key_secret|security_token|auth_token|headers\/\*)$/;
    for (const [path, field] of fields(name, schema as Schema)) {
      const isSecret = secret.test(path);
      expect([path, field['x-secret'], field['writeOnly']]).toEqual([
        path,
        isSecret || undefined,
        isSecret || undefined,
      ]);
    }
  });
});

describe('bindings', () => {
  it.each(Object.values(operationSchemas))('$title names its document and its own operation', (schema) => {
    const { provider, operation, document, success } = schema['x-waybill'];
    expect(schema.$id).toBe(`https://waybill.dev/schemas/${provider}/${operation}.schema.json`);
    expect(schema.title).toBe(operation);
    expect(document).not.toBe('');
    expect(success.every((status) => status >= 200 && status < 300)).toBe(true);
  });

  it.each(Object.values(operationSchemas))('$title takes every parameter from its arguments', (schema) => {
    const { path, parameters } = schema['x-waybill'];
    const request = schema.$defs.request as Schema;
    const inPath = [...path.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => String(name))
      .filter((name) => name !== 'project_id');
    const names = Object.keys(schemaIn(request, 'properties'));
    const declared = Object.keys(parameters).filter((name) => parameters[name] === 'path');
    expect(declared.sort()).toEqual(inPath.sort());
    expect(Object.keys(parameters).filter((name) => !names.includes(name))).toEqual([]);
    expect(inPath.filter((name) => !requiredOf(request).includes(name))).toEqual([]);
  });

  it.each(Object.values(operationSchemas))('$title sends a body only where the method has one', (schema) => {
    const { method, parameters } = schema['x-waybill'];
    const names = Object.keys(schemaIn(schema.$defs.request as Schema, 'properties'));
    const inBody = names.filter((name) => !Object.hasOwn(parameters, name));
    if (method === 'GET') expect(inBody).toEqual([]);
  });
});

function requiredOf(schema: Schema): readonly unknown[] {
  return Array.isArray(schema['required']) ? schema['required'] : [];
}

/** Every property, item and map value below a schema with its path; items and map values are written `*`. */
function fields(path: string, schema: Schema): readonly [string, Schema][] {
  const values = [schema['items'], schema['additionalProperties']].map((value): [string, unknown] => ['*', value]);
  return [...Object.entries(schemaIn(schema, 'properties')), ...values].flatMap(
    ([name, field]): readonly [string, Schema][] =>
      isSchema(field) ? [[`${path}/${name}`, field], ...fields(`${path}/${name}`, field)] : [],
  );
}

function objects(schema: Schema): readonly [string, Schema][] {
  const all: readonly [string, Schema][] = [['', schema], ...fields('', schema)];
  return all.filter(([, field]) => [field['type']].flat().includes('object'));
}
