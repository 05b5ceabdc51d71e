import {
  CredentialsError,
  defined,
  type HttpResponse,
  ProviderError,
  type Transport,
  TransportError,
} from '@waybill/core';
import type { TimedRequest } from '@waybill/transport';
import type { ReadTextFile } from '@waybill/transport/files';

/** Who issues temporary keys, and how they are reached. */
export interface CredentialServices {
  /** The provider's alias in the plan, for messages. */
  readonly alias: string;
  readonly transport: Transport;
  readonly nowMs: () => number;
  readonly readTextFile: ReadTextFile;
  /** Scheme and host of STS. */
  readonly stsEndpoint: string;
  /** Scheme and host of the metadata service of an ECS instance. */
  readonly metadataEndpoint: string;
  /** As for the API. */
  readonly caFile: string | undefined;
}

/** Source: Alibaba Cloud ECS, "Access instance metadata". */
export const METADATA_ENDPOINT = 'http://100.100.100.200';

/**
 * The central endpoint, or the region's own where the environment names one.
 *
 * Source: Alibaba Cloud STS, "Endpoints"; the variables are those of the vendor's credentials library.
 */
export function stsEndpointOf(env: Readonly<Record<string, string | undefined>>): string {
  const region = env['ALIBABA_CLOUD_STS_REGION'] ?? '';
  if (!/^[a-z0-9][a-z0-9-]*$/.test(region)) return 'https://sts.aliyuncs.com';
  const isVpc = env['ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED']?.toLowerCase() === 'true';
  return `https://${isVpc ? 'sts-vpc' : 'sts'}.${region}.aliyuncs.com`;
}

/**
 * One request to a service that issues keys. No answer, and an answer that is the service's own fault, is a
 * `ProviderError` of class `unreachable` (or `unusable`): nothing was asked of the API, and it can be tried again.
 */
export async function askCredentialService(
  services: CredentialServices,
  { what, request }: { readonly what: string; readonly request: TimedRequest },
): Promise<HttpResponse> {
  try {
    const response = await services.transport.send(request, { signal: new AbortController().signal });
    if (response.status >= 500 || response.status === 429) throw outOfReach(what, `HTTP ${response.status}`);
    return response;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new ProviderError(`${what} did not answer: ${error.message}`, {
      vendorCode: error.reason,
      class: error.fault ?? 'unreachable',
      effect: 'none',
      ...defined({ hint: error.hint }),
      cause: error,
    });
  }
}

function outOfReach(what: string, status: string): ProviderError {
  const vendorCode = status.replace(' ', '_');
  return new ProviderError(`${what} answered with ${status}.`, { vendorCode, class: 'unreachable', effect: 'none' });
}

export function noKeyIssued(alias: string, problem: string, hint: string): CredentialsError {
  return new CredentialsError(`Provider ${alias}: ${problem}`, hint);
}
