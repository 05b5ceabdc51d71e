import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { TransportError } from '@waybill/core';
import { meaningOfFault } from './connection-fault.ts';

/**
 * The authorities that Node trusts by default (with NODE_EXTRA_CA_CERTS) and those of a PEM file.
 *
 * @throws TransportError when the file cannot be read or holds no certificate: without it no connection would be what the plan asks for
 */
export async function readAuthorities(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable('CA_FILE_UNREADABLE', `the file ${path} named as ca: cannot be read`, cause);
  });
  const own = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (own.length === 0) throw unusable('CA_FILE_EMPTY', `the file ${path} named as ca: holds no PEM certificate`);
  try {
    for (const certificate of own) new X509Certificate(certificate);
  } catch (cause) {
    throw unusable('CA_FILE_INVALID', `the file ${path} named as ca: holds a certificate that cannot be parsed`, cause);
  }
  return [...getCACertificates('default'), ...own];
}

function unusable(reason: string, message: string, cause?: unknown): TransportError {
  return new TransportError(message, { wasSent: false, reason, cause, ...meaningOfFault(reason, false) });
}
