import { fastConnections } from './fast-connections.ts';
import { type RealSandbox, SOURCE, TARGET } from './real-sandbox.ts';

export interface ExchangePlanOptions {
  readonly level?: string;
  /** Beside `mode` and `exchanged_ip`. */
  readonly cutover?: string;
  /** The servers are called where the service says they are. */
  readonly isAddressed?: true;
}

/** Both instances of a real sandbox exchange their addresses, as quickly as servers of this machine can. */
export function exchangePlan(
  vendor: RealSandbox,
  { level = 'digest', cutover = '', isAddressed }: ExchangePlanOptions = {},
): string {
  const [source, target] = [vendor.address(SOURCE), vendor.address(TARGET)];
  const connect = isAddressed === true ? '' : ', connect: { source: old, target: new }';
  return `version: 1
name: exchanged
${fastConnections({ old: vendor.url(SOURCE), target: vendor.url(TARGET), isAddressed })}
defaults: { retry: { max_attempts: 3, initial_interval: 10ms } }
migrations:
  sessions:
    uses: cache.online-migration
    cutover: { mode: exchange-ip, exchanged_ip: ["${source.host}", "${target.host}"]${cutover} }
    with:
      name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      source_instance: { id: ${SOURCE} }
      target_instance: { id: ${TARGET} }
    verify: { level: ${level}, rounds: 1, interval: 50ms${connect} }
`;
}
