// The one list of stands: a line for each vendor; the rest of the sandbox iterates over it.
export { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch/stand';
export { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs/stand';
