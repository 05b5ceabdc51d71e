import { expect, it } from 'vitest';
import { operations } from '../operations/operations.ts';
import { permissionHint } from './permission-hint.ts';

it.each([
  ['CreateOnlineMigrationTask', 'dcs:migrationTask:create'],
  ['SetOnlineMigrationTask', 'dcs:migrationTask:modify'],
  ['BatchStopMigrationTasks', 'dcs:migrationTask:modify'],
  ['ListMigrationTask', 'dcs:migrationTask:list'],
  ['ShowMigrationTaskStats', 'dcs:migrationTask:get'],
  ['DeleteMigrationTask', 'dcs:migrationTask:delete'],
  ['ExchangeInstanceIp', 'dcs:migrationTask:exchangeIp'],
  ['RollbackExchangeInstanceIp', 'dcs:migrationTask:rollbackIp'],
  ['ShowInstance', 'dcs:instance:get'],
])('%s needs %s', (operation, action) => {
  expect(permissionHint(operation)).toContain(`the permission ${action} `);
});

it('names an action, or at least the operation, for everything that can be called', () => {
  for (const operation of Object.keys(operations)) {
    expect(permissionHint(operation)).toMatch(new RegExp(`dcs:|permission for ${operation} `));
  }
});
