import { defined, isValueObject, parseDurationMs, type ValueObject } from '@waybill/core';

/** How an incremental migration ends. */
export interface Cutover {
  readonly mode: 'none' | 'manual' | 'exchange-ip';
  /**
   * Replication lag, in bytes of the replication offset, that must hold before the gate opens.
   *
   * @default 0
   */
  readonly maxLag: number;
  /**
   * How long the lag must hold, in milliseconds.
   *
   * @default 0
   */
  readonly lagForMs: number;
  readonly exchangedIp?: readonly string[];
  readonly isExchangeDomain?: boolean;
  /** Writers wait at the server of the source; otherwise an operator has stopped them. */
  readonly pausesWriters?: true;
}

/** `cutover:` of a migration, which its schema has checked; undefined when it is not there. */
export function readCutover({ cutover }: ValueObject): Cutover | undefined {
  if (!isValueObject(cutover)) return undefined;
  const { mode, max_lag: maxLag, lag_for: lagFor, exchanged_ip: addresses, is_exchange_domain: isDomain } = cutover;
  if (mode !== 'none' && mode !== 'manual' && mode !== 'exchange-ip') return undefined;
  return {
    mode,
    maxLag: typeof maxLag === 'number' ? maxLag : 0,
    lagForMs: typeof lagFor === 'string' ? (parseDurationMs(lagFor) ?? 0) : 0,
    ...defined({
      exchangedIp: Array.isArray(addresses) ? addresses.map(String) : undefined,
      pausesWriters: cutover['freeze'] === 'client-pause' ? (true as const) : undefined,
      isExchangeDomain: typeof isDomain === 'boolean' ? isDomain : undefined,
    }),
  };
}

/** Defaults filled in and durations in milliseconds. */
export function optionsMeaning(options: ValueObject): ValueObject {
  const cutover = readCutover(options);
  return cutover === undefined ? options : { ...options, cutover: { ...cutover } };
}
