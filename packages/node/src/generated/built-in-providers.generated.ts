// Made from vendors.ts by `node scripts/generate.ts`. Do not edit.
import type { ProviderDefinition } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { elasticsearch } from '@waybill/provider-elasticsearch';
import { redis } from '@waybill/provider-redis';

/** The providers that Waybill comes with. To add your own: `createRegistry([...builtInProviders, yours])`. */
export const builtInProviders: readonly ProviderDefinition[] = [alicloudElasticsearch, huaweicloudDcs, elasticsearch, redis];
