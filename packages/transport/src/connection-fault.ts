import type { ConnectionFault } from '@waybill/core';

/** What a fault says of the whole connection, and what helps. `fault` undefined: it concerns one exchange. */
export interface FaultMeaning {
  readonly fault: ConnectionFault | undefined;
  readonly hint?: string;
}

const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER|DECRYPT|DECODE)|ERR_TLS_CERT|HOSTNAME_MISMATCH|^CA_FILE_/;
/** The answer does not begin like one, or the handshake found no protocol in common. An internal error alert may pass. */
const PROTOCOL = /^(?:ERR_SSL_(?!.*ALERT_INTERNAL_ERROR).*|EPROTO|HPE_INVALID_CONSTANT|HPE_INVALID_VERSION)$/;
/** Mistakes of a request, not of a connection. */
const REQUEST = /^UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED|ABORTED|DESTROYED|CLOSED)$/;

const HINTS = {
  certificate:
    'If a private authority issued the certificate, name its PEM file as `ca:` in the provider or in NODE_EXTRA_CA_CERTS; otherwise check the address (`endpoint:` or `url:`), the clock of this machine, and proxies that intercept the connection.',
  protocol:
    'Check scheme and port of the address (`endpoint:` or `url:`) and the proxy: HTTP/1.1 is used, over TLS for https.',
  proxy: 'Check user and password in HTTPS_PROXY (or HTTP_PROXY), or exempt the host with NO_PROXY.',
  name: 'Check the address (`endpoint:` or `url:`) and `region:`, and name resolution on this machine.',
  reach: 'Check the address (`endpoint:` or `url:`), the firewall, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
} as const;

/** Pure: from the code under which Node, OpenSSL or the HTTP client reports a fault. */
export function meaningOfFault(reason: string, wasSent: boolean): FaultMeaning {
  if (CERTIFICATE.test(reason)) return { fault: 'unusable', hint: HINTS.certificate };
  if (reason === 'PROXY_AUTHENTICATION_REQUIRED') return { fault: 'unusable', hint: HINTS.proxy };
  if (PROTOCOL.test(reason)) return { fault: 'unusable', hint: HINTS.protocol };
  if (wasSent || REQUEST.test(reason) || reason === 'LEASE_LOST') return { fault: undefined };
  return { fault: 'unreachable', hint: reason === 'ENOTFOUND' || reason === 'EAI_AGAIN' ? HINTS.name : HINTS.reach };
}
