// The one list of vendors. A vendor is a folder in vendors/ and a line here; the rest of the sandbox iterates over it.
export { alicloudElasticsearch } from './vendors/alicloud-elasticsearch/stand.ts';
export { huaweicloudDcs } from './vendors/huaweicloud-dcs/stand.ts';
