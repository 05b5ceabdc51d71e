export { alicloudElasticsearch, createAlicloudElasticsearch } from './alicloud-elasticsearch.ts';
export type { ReadTextFile } from './auth/read-text-file.ts';
