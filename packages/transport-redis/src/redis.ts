import type { RequestProtocol } from '@waybill/transport';
import { createRedisTransport } from './redis-transport.ts';

/** The protocol of Redis and Valkey servers, with and without TLS. */
export const redis: RequestProtocol = { schemes: ['redis', 'rediss'], open: createRedisTransport };
