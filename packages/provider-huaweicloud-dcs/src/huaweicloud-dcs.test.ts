import { isJsonObject, type Json } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { operationSchemas } from './generated/schemas.generated.ts';
import { huaweicloudDcs } from './huaweicloud-dcs.ts';
import { OPERATION_FACTS } from './operations/operation-table.ts';
import { GOALS } from './polls/goals.ts';

const operations = Object.values(huaweicloudDcs.operations);

describe('huaweicloudDcs', () => {
  it('has every operation of the schemas, and a recovery exactly for those with an effect', () => {
    expect(operations.map((operation) => operation.name).toSorted()).toEqual(Object.keys(OPERATION_FACTS).toSorted());
    for (const schema of Object.values(operationSchemas)) {
      const operation = huaweicloudDcs.operations[schema['x-waybill'].operation];
      expect(operation?.recovery !== undefined).toBe(schema['x-waybill'].effect);
    }
  });

  it('captures nothing that could be a secret, and only what the schemas know', () => {
    for (const operation of operations) {
      for (const pointer of Object.values(operation.outputs)) {
        const [, root, field = ''] = pointer.split('/');
        const schema = root === 'request' ? operation.requestSchema : operation.responseSchema;
        expect(pointer).not.toMatch(/password|instance$|_instance\//);
        // The job's id is in every answer and in no document.
        if (pointer !== '/response/job_id')
          expect(propertiesOf(schema), `${operation.name} ${pointer}`).toContain(field);
      }
    }
  });

  it('completes with goals that its poll judges', () => {
    for (const operation of operations) {
      const completion = operation.completion?.({ task_id: 't1', migration_method: 'incremental_migration' });
      if (completion === undefined) continue;
      expect(huaweicloudDcs.polls).toHaveProperty([completion.poll]);
      expect(GOALS).toHaveProperty([completion.goal]);
    }
  });

  it('waits after Set for what its method leads to', () => {
    const completion = huaweicloudDcs.operations['SetOnlineMigrationTask']?.completion;
    expect(completion?.({ task_id: 't1', migration_method: 'full_amount_migration' })?.goal).toBe('migrated');
    expect(completion?.({ task_id: 't1', migration_method: 'incremental_migration' })?.goal).toBe('incremental');
  });

  it('shows a request without credentials, project or network', () => {
    const config = { region: 'eu-de', cloud: 'otc', credentials: { secret_key: 'hush' } };
    const outline = huaweicloudDcs.buildRequest(config, 'DeleteMigrationTask', { task_id_list: ['t1'] });
    expect(outline).toEqual({
      method: 'DELETE',
      endpoint: 'https://dcs.eu-de.otc.t-systems.com',
      path: '/v2/{project_id}/migration-tasks/delete',
      query: {},
      body: { task_id_list: ['t1'] },
    });
  });
});

function propertiesOf(schema: object): readonly string[] {
  const { properties } = schema as { readonly properties?: Json };
  return isJsonObject(properties) ? Object.keys(properties) : [];
}
