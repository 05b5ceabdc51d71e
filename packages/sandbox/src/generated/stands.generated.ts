// Made from vendors.ts by `node scripts/generate.ts`. Do not edit.
export { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch/stand';
export { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs/stand';
export { elasticsearch } from '@waybill/provider-elasticsearch/stand';
export { redis } from '@waybill/provider-redis/stand';
