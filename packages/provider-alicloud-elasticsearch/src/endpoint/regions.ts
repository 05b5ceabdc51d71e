/**
 * Regions of Alibaba Cloud Elasticsearch. Data tasks are documented for cn-beijing alone, and the check of the instance
 * says so; here it is only about names that do not exist.
 *
 * Sources: the endpoints in Alibaba Cloud's SDK for TypeScript (`elasticsearch20170613`), and Alibaba Cloud Elasticsearch,
 * "Regions" (last updated 2025-11-20), checked 2026-11-28. Regions that neither lists are left out.
 */
export const REGIONS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-7',
  'cn-beijing',
  'cn-chengdu',
  'cn-guangzhou',
  'cn-hangzhou',
  'cn-hangzhou-finance',
  'cn-hongkong',
  'cn-north-2-gov-1',
  'cn-qingdao',
  'cn-shanghai',
  'cn-shanghai-finance-1',
  'cn-shenzhen',
  'cn-wulanchabu',
  'cn-zhangjiakou',
  'eu-central-1',
  'eu-west-1',
  'us-east-1',
  'us-west-1',
];
