/** The verb of an operation's name decides: the service has one action for each. */
const ACTIONS: readonly (readonly [operations: RegExp, action: string])[] = [
  [/^Create/, 'dcs:migrationTask:create'],
  [/^Delete/, 'dcs:migrationTask:delete'],
  [/^ListMigrationTask/, 'dcs:migrationTask:list'],
  [/^ExchangeInstanceIp$/, 'dcs:migrationTask:exchangeIp'],
  [/^ShowMigrationTask/, 'dcs:migrationTask:get'],
  [/^RollbackExchangeInstanceIp$/, 'dcs:migrationTask:rollbackIp'],
  [/^ShowInstance$/, 'dcs:instance:get'],
  [/^ListInstances$/, 'dcs:instance:list'],
  [/^(Set|Update|Stop|BatchStop|BatchRestart)/, 'dcs:migrationTask:modify'],
];

/**
 * What to grant after a refused action.
 *
 * Source: Open Telekom Cloud DCS API reference, "Permissions Policies and Supported Actions".
 */
export function permissionHint(operation: string): string {
  const action = ACTIONS.find(([operations]) => operations.test(operation))?.[1];
  const wanted = action === undefined ? `the permission for ${operation}` : `the permission ${action}`;
  return `Grant the IAM user of these credentials ${wanted} in this project and for this instance.`;
}
