import type { Row } from './row.ts';

/** The code under which the run reports a fault: the vendor's own, or the transport's. */
export function codeOf({ scenario, fault: { fault } }: Row): string {
  const isAlicloud = scenario.provider === 'alicloud';
  switch (fault.kind) {
    case 'throttle':
      return isAlicloud ? 'Throttling.User' : 'APIGW.0308';
    case 'withdrawn':
      return isAlicloud ? 'InvalidApi.NotFound' : 'APIGW.0101';
    case 'reset':
    case 'cut-body':
      return 'ECONNRESET';
    case 'slow-body':
      return 'EXCHANGE_TIMEOUT';
    case 'status':
      return fault.code ?? (isAlicloud ? alicloudFault(fault.status) : huaweicloudFault(fault.status));
    case 'malformed':
      if (fault.status !== undefined && !isAlicloud) return `HTTP.${fault.status}`;
      if (fault.body === 'error-in-200') return isAlicloud ? 'InternalError' : 'DCS.5000';
      return fault.body === 'huge' ? 'RESPONSE_TOO_LARGE' : 'UNREADABLE_ANSWER';
    default:
      throw new Error(`${fault.kind} has no code`);
  }
}

function alicloudFault(status: number): string {
  return status === 503 ? 'ServiceUnavailable' : 'InternalError';
}

function huaweicloudFault(status: number): string {
  return status === 500 ? 'DCS.5000' : 'APIGW.0201';
}
