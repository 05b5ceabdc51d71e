import { isIP } from 'node:net';
import { WaybillError } from '@waybill/core';

export interface MetricsAddress {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
}

/** Nobody else can connect to it unless another host is named. */
const LOOPBACK = '127.0.0.1';
const MAX_PORT = 65_535;

/**
 * `9464`, `:9464`, `127.0.0.1:9464`, `[::1]:9464`, `0.0.0.0:9464` → where metrics are served; on loopback where no host is named.
 *
 * @throws WaybillError with `METRICS_ADDRESS`
 */
export function parseMetricsAddress(text: string): MetricsAddress {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([^\]]*)\]|([^:]*)):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  const host = bracketed ?? (plain || LOOPBACK);
  const isHost = bracketed === undefined ? isIP(host) === 4 || host === 'localhost' : isIP(host) === 6;
  if (digits !== '' && port <= MAX_PORT && isHost) return { host, port };
  throw new WaybillError('METRICS_ADDRESS', `${text.slice(0, 80)} is no address to serve metrics at.`, {
    hint: 'Write a port, or an IP address and a port: 9464, 127.0.0.1:9464 or [::1]:9464.',
  });
}
