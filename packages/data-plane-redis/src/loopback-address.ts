import { isIPv4 } from 'node:net';
import { DataPlaneError } from '@waybill/stand-kit';

/**
 * `host:port` of this machine's loopback. A sandbox reaches nothing else.
 *
 * @throws DataPlaneError
 */
export function parseLoopback(address: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  const name = host.replaceAll(/^\[|\]$/g, '');
  if (!isLoopback(name) || Number(port) < 1 || Number(port) > 65_535)
    throw new DataPlaneError(
      `${address} is not an address that a sandbox can reach.`,
      'Give host:port of this machine: 127.0.0.1, localhost or [::1].',
    );
  return { host: name, port: Number(port) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
