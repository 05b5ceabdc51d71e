import type { ProviderEndpoint } from '../provider/provider.ts';
import { notAsked } from './describe-finding.ts';
import type { PreflightFinding } from './preflight.ts';

/**
 * Why a provider must not be asked on behalf of a plan that nobody has reviewed: a request carries a signature or a token,
 * and its endpoint is the plan's to choose. Undefined when all its endpoints are the vendor's own or are named in `allowed`,
 * as hosts (https) or as origins.
 */
export function findForeignEndpoint(
  endpoints: readonly ProviderEndpoint[] | undefined,
  allowed: readonly string[],
): PreflightFinding | undefined {
  if (endpoints === undefined) return notAsked('The provider does not say where its calls go.');
  const origins = new Set(
    allowed.map((named) => URL.parse(named.includes('://') ? named : `https://${named}`)?.origin),
  );
  const foreign = endpoints.find(({ origin, isVendorHost }) => !isVendorHost && !origins.has(origin));
  if (foreign === undefined) return undefined;
  return {
    verdict: 'blocking',
    detail: `Nothing was sent: ${foreign.key} ${foreign.origin} is not an https address of the vendor.`,
    hint: `If it is intended, allow it where this preview is made: --allow-endpoint ${foreign.origin}`,
  };
}
