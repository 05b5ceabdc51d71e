// Made from vendors.ts by `node scripts/generate.ts`. Do not edit.
export { redis } from '@waybill/data-plane-redis';
