export { meaningOfFault } from './connection-fault.ts';
export { createHostTransport } from './create-host-transport.ts';
export { createUndiciTransport } from './create-undici-transport.ts';
export { type ProxySettings, readProxySettings, shownProxy } from './proxy-settings.ts';
export { createRedisTransport } from './redis-transport.ts';
export type { RequestTimeouts, TimedRequest } from './timed-request.ts';
export { DEFAULT_TRANSPORT_OPTIONS, type TransportOptions } from './transport-options.ts';
