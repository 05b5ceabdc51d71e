export { alicloudElasticsearch } from './alicloud-elasticsearch.ts';
