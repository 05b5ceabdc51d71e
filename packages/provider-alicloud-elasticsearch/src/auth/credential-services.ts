import { CredentialsError, type HttpResponse, type Transport } from '@waybill/core';
import { askIssuer, issuerFailed } from '@waybill/provider-kit';
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

/** An answer that is the service's own fault counts as none. */
export async function askCredentialService(
  { transport }: CredentialServices,
  asked: { readonly what: string; readonly request: TimedRequest },
): Promise<HttpResponse> {
  const response = await askIssuer(transport, asked);
  if (response.status >= 500 || response.status === 429) throw issuerFailed(asked.what, response);
  return response;
}

export function noKeyIssued(alias: string, problem: string, hint: string): CredentialsError {
  return new CredentialsError(`Provider ${alias}: ${problem}`, hint);
}
