// Made from vendors.ts by `node scripts/generate.ts`. Do not edit.
import type { RequestProtocol } from '@waybill/transport';
import { redis } from '@waybill/transport-redis';

/** What carries the requests of providers whose protocol is not HTTP. */
export const builtInProtocols: readonly RequestProtocol[] = [redis];
