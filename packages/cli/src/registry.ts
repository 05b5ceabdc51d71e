import type { ProviderRegistry } from '@waybill/core';

/** Every provider the command line comes with. Loaded when a command needs a plan, so that help and version stay fast. */
export async function loadRegistry(): Promise<ProviderRegistry> {
  const [{ createRegistry }, { alicloudElasticsearch }, { huaweicloudDcs }] = await Promise.all([
    import('@waybill/core'),
    import('@waybill/provider-alicloud-elasticsearch'),
    import('@waybill/provider-huaweicloud-dcs'),
  ]);
  return createRegistry([alicloudElasticsearch, huaweicloudDcs]);
}
