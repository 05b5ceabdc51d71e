export type { ReadTextFile } from '@waybill/transport/files';
export { alicloudElasticsearch, createAlicloudElasticsearch } from './alicloud-elasticsearch.ts';
