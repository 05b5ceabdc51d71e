import type { ConnectionIdentity, JsonObject, ProviderEndpoint } from '@waybill/core';
import { defined } from '@waybill/core';
import { refuseEndpoint, secureOrigin } from '@waybill/provider-kit';
import { type HuaweicloudConfig, parseConfig } from '../config.ts';

/**
 * Scheme, host and port of the DCS API: the override, or the cloud's name for the region.
 *
 * Source: Huawei Cloud and Open Telekom Cloud "Regions and Endpoints".
 */
export function dcsEndpoint(config: HuaweicloudConfig): string {
  return config.endpoint === undefined ? regionalEndpoint('dcs', config) : secureOrigin(config.endpoint, 'endpoint');
}

/** The same for IAM, which hands out tokens and knows the projects. */
export function iamEndpoint(config: HuaweicloudConfig): string {
  return config.iamEndpoint === undefined
    ? regionalEndpoint('iam', config)
    : secureOrigin(config.iamEndpoint, 'iam_endpoint');
}

/** The services' own names only: other names below these domains (buckets, gateways) are served by customers. */
const VENDOR_ORIGIN =
  /^https:\/\/(dcs|iam)(\.[a-z0-9][a-z0-9-]*)?\.(myhuaweicloud\.(com|eu)|otc\.t-systems\.com|sc\.otc\.t-systems\.com)$/;

/** Both services: credentials go to IAM, unless the entry names the project and signs with keys. */
export function endpointsOf(config: JsonObject): readonly ProviderEndpoint[] {
  const parsed = parseConfig(config);
  const dcs = { key: 'endpoint', origin: dcsEndpoint(parsed) };
  // Without a region there is no IAM to be reached by mistake: a session that needs one refuses to connect.
  const hasIam = parsed.iamEndpoint !== undefined || parsed.region !== undefined;
  const all = hasIam ? [dcs, { key: 'iam_endpoint', origin: iamEndpoint(parsed) }] : [dcs];
  return all.map((endpoint) => ({ ...endpoint, isVendorHost: VENDOR_ORIGIN.test(endpoint.origin) }));
}

/** Where an entry leads. The project, which may be found by connecting only, belongs to one account. */
export function connectionOf(config: JsonObject): ConnectionIdentity {
  const parsed = parseConfig(config);
  const { region, projectId } = parsed;
  return {
    endpoint: dcsEndpoint(parsed),
    ...defined({ region, project_id: projectId }),
  };
}

function regionalEndpoint(service: 'dcs' | 'iam', config: HuaweicloudConfig): string {
  if (config.region === undefined || !/^[a-z0-9][a-z0-9-]*$/.test(config.region)) {
    const key = service === 'dcs' ? 'endpoint' : 'iam_endpoint';
    throw refuseEndpoint(
      config.region === undefined
        ? `Neither region nor ${key} says where the ${service.toUpperCase()} API is.`
        : `"${config.region}" is not the name of a region.`,
      `Set region, such as eu-de, or ${key}.`,
    );
  }
  return config.cloud === 'otc'
    ? `https://${service}.${config.region}.otc.t-systems.com`
    : `https://${service}.${config.region}.myhuaweicloud.com`;
}
