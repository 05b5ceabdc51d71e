export { meaningOfFault } from './connection-fault.ts';
export { createSchemeTransport, type RequestProtocol } from './create-scheme-transport.ts';
export { createUndiciTransport } from './create-undici-transport.ts';
export { type ProxySettings, readProxySettings, shownProxy } from './proxy-settings.ts';
export type { RequestTimeouts, TimedRequest } from './timed-request.ts';
export { DEFAULT_TRANSPORT_OPTIONS, type TransportLimits, type TransportOptions } from './transport-options.ts';
