import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { TransportError } from '@waybill/core';
import { meaningOfFault } from './connection-fault.ts';
import { FileRefusedError, readRegularFile } from './read-regular-file.ts';

/** The authorities of all browsers together are a quarter of that. */
const MAX_SIZE_BYTES = 1024 * 1024;

interface Authorities {
  readonly certificates: readonly string[];
  readonly flaw: undefined;
}

/** Why a file cannot be used. `flaw` continues a sentence that starts with its name. */
interface FlawedAuthorities {
  readonly reason: 'CA_FILE_UNREADABLE' | 'CA_FILE_EMPTY' | 'CA_FILE_INVALID';
  readonly flaw: string;
  readonly cause?: unknown;
}

/**
 * The authorities that Node trusts by default (with NODE_EXTRA_CA_CERTS) and those of a PEM file.
 *
 * @throws TransportError when the file cannot be read or holds no certificate: without it no connection would be what the plan asks for
 */
export function readAuthorities(path: string): string[] {
  const read = readCertificates(path);
  if (read.flaw === undefined) return [...getCACertificates('default'), ...read.certificates];
  const { reason, flaw, cause } = read;
  const message = `the file ${path} named as ca: ${flaw}`;
  throw new TransportError(message, { wasSent: false, reason, cause, ...meaningOfFault(reason, false) });
}

/** Why a PEM file of authorities cannot be used, as the end of a sentence that starts with its name; undefined when it can. */
export function findAuthoritiesFlaw(path: string): string | undefined {
  return readCertificates(path).flaw;
}

function readCertificates(path: string): Authorities | FlawedAuthorities {
  let text: string;
  try {
    text = readRegularFile(path, MAX_SIZE_BYTES).toString('utf8');
  } catch (cause) {
    const flaw = cause instanceof FileRefusedError ? cause.reason : 'cannot be read';
    return { reason: 'CA_FILE_UNREADABLE', flaw, cause };
  }
  const own = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (own.length === 0) return { reason: 'CA_FILE_EMPTY', flaw: 'holds no PEM certificate' };
  try {
    for (const certificate of own) new X509Certificate(certificate);
  } catch (cause) {
    return { reason: 'CA_FILE_INVALID', flaw: 'holds a certificate that cannot be parsed', cause };
  }
  return { certificates: own, flaw: undefined };
}
