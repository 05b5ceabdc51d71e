/**
 * The one list of the vendors that Waybill comes with, in the order in which they are shown: a line for each. Its package is
 * `packages/provider-<type>`, with the provider and its sandbox stand as two entry points, each one constant that is named
 * as the type is (`some-vendor` → `someVendor`). A vendor whose protocol is not HTTP has `packages/transport-<type>` as well, and
 * one that a sandbox can have real servers of `packages/data-plane-<type>`: each exports a constant of the same name.
 * After a change, `npm run generate` writes what follows from the list.
 */
export const VENDORS: readonly string[] = [
  // Alibaba Cloud Elasticsearch
  'alicloud-elasticsearch',
  // Huawei Cloud and Open Telekom Cloud DCS
  'huaweicloud-dcs',
  // Elasticsearch and OpenSearch clusters themselves
  'elasticsearch',
  // Redis and Valkey servers themselves
  'redis',
];
