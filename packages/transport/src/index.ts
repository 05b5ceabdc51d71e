export { meaningOfFault } from './connection-fault.ts';
export { createUndiciTransport } from './create-undici-transport.ts';
export { type ProxySettings, readProxySettings, shownProxy } from './proxy-settings.ts';
export type { RequestTimeouts, TimedRequest } from './timed-request.ts';
export { DEFAULT_TRANSPORT_OPTIONS, type TransportOptions } from './transport-options.ts';
