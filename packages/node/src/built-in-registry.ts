import { createRegistry, type Provider, type ProviderRegistry } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';

/** The providers that Waybill comes with. To add your own: `createRegistry([...builtInProviders, yours])`. */
export const builtInProviders: readonly Provider[] = [alicloudElasticsearch, huaweicloudDcs];

export const builtInRegistry: ProviderRegistry = createRegistry(builtInProviders);
