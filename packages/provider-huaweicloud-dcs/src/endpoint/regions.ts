/**
 * Regions of DCS on Huawei Cloud, and of Open Telekom Cloud behind them.
 *
 * Sources: the endpoints of DCS in Huawei Cloud's SDK for Python (`DcsRegion`, v2), checked 2026-11-28; Open Telekom Cloud
 * "Regions and Endpoints". Regions that neither lists for DCS are left out.
 */
export const REGIONS: readonly string[] = [
  'ae-ad-1',
  'af-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'cn-east-2',
  'cn-east-3',
  'cn-north-1',
  'cn-north-2',
  'cn-north-4',
  'cn-north-9',
  'cn-south-1',
  'cn-south-2',
  'cn-southwest-2',
  'eu-west-101',
  'la-north-2',
  'la-south-2',
  'me-east-1',
  'na-mexico-1',
  'ru-northwest-2',
  'sa-brazil-1',
  'tr-west-1',
  'eu-de',
  'eu-nl',
  'eu-ch2',
];
