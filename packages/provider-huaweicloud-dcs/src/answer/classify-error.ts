import type { ProviderError, ProviderErrorClass } from '@waybill/core';
import { defined } from '@waybill/core';
import type { Classification } from '@waybill/provider-kit';
import { ERROR_CODES, type ErrorCodeRow } from './error-codes.ts';

export interface DcsClassification extends Classification {
  /** The token itself was refused, not the right to do something: a new token may help, once. */
  readonly isTokenRefused: boolean;
}

/** Whether a new token may cure a refusal. */
export function isTokenRefused({ class: errorClass, vendorCode, httpStatus = 0 }: ProviderError): boolean {
  return errorClass === 'unauthorized' && classifyError(vendorCode, httpStatus).isTokenRefused;
}

/**
 * What an error means, by its code where a document names the code and by the HTTP status otherwise.
 *
 * A 5xx is a fault at the server whatever its code says. Authentication codes count only with the status 401, because
 * the same four digits mean something else elsewhere (`DCS.4002`). A 404 of the gateway means that the region does not
 * offer the operation, not that the task is unknown. A 403 is a refusal of the action: the service has accepted who asks.
 */
export function classifyError(code: string, httpStatus: number): DcsClassification {
  if (httpStatus >= 500 || httpStatus === 408) return verdict('transient', { isCertainRefusal: false });
  if (httpStatus === 429 || /^APIGW?\.0308$/.test(code)) return verdict('throttled');
  if (httpStatus === 401 || /^APIGW?\.0301$/.test(code)) return unauthorized(code);
  if (httpStatus === 403) return verdict('forbidden');
  if (httpStatus === 404)
    return code.startsWith('APIG') ? verdict('withdrawn', { hint: WITHDRAWN_HINT }) : verdict('not-found');
  const row = findRow(code);
  if (row !== undefined) return verdict(row.class, defined({ hint: row.hint }));
  // A server fault inside a success: code families are named after the status that they belong to.
  if (httpStatus < 400 && dcsNumber(code)?.number.startsWith('5') === true)
    return verdict('transient', { isCertainRefusal: false });
  // An error inside a success whose code no document names refuses nothing for certain.
  return verdict('fatal', { isCertainRefusal: httpStatus >= 400 });
}

const WITHDRAWN_HINT =
  'Check region and endpoint: a region may not offer the operation. The alternative is the other of the kinds online-migration and backup-import, or a replication tool such as RedisShake.';

function verdict(
  errorClass: ProviderErrorClass,
  details: Partial<Omit<DcsClassification, 'class'>> = {},
): DcsClassification {
  return { class: errorClass, isTokenRefused: false, isCertainRefusal: true, ...details };
}

const KEY_HINT = 'Check the credentials; several refusals in a row lock the access key.';

/**
 * Source: DCS error codes 1001 (token invalid), 1002 (expired), 1003 (missing), 1004 (another project). The gateway's
 * own code covers keys and tokens alike; for a session that signs with a key there is nothing to renew, and no second try.
 */
function unauthorized(code: string): DcsClassification {
  const number = dcsNumber(code)?.number;
  if (/^APIGW?\.0301$/.test(code)) return verdict('unauthorized', { isTokenRefused: true, hint: KEY_HINT });
  if (number === '1001' || number === '1002') {
    return verdict('unauthorized', { isTokenRefused: true, hint: 'The token was refused; check the credentials.' });
  }
  if (number === '1004') return verdict('unauthorized', { hint: 'project_id is not the project of the credentials.' });
  return verdict('unauthorized', { hint: KEY_HINT });
}

function findRow(code: string): ErrorCodeRow | undefined {
  const known = dcsNumber(code);
  if (known === undefined) return undefined;
  return ERROR_CODES.find(
    (row) => row.numbers.includes(known.number) && (row.family === 'both' || known.family === 'dcs'),
  );
}

/** `DCS.4080` and `111400080` are 4080; of `111401002` and other statuses the last four digits count. */
function dcsNumber(code: string): { readonly number: string; readonly family: 'dcs' | 'numeric' } | undefined {
  const named = /^DCS\.(\d{4})$/.exec(code)?.[1];
  if (named !== undefined) return { number: named, family: 'dcs' };
  const [, status, rest] = /^111(\d{3})(\d{3})$/.exec(code) ?? [];
  if (status === undefined || rest === undefined) return undefined;
  const leading = status === '400' || status === '500' ? status.slice(0, 1) : status.slice(2);
  return { number: leading + rest, family: 'numeric' };
}
