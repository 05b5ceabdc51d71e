import type { CredentialsCheck, CredentialsResult } from '@waybill/node';
import type { Finding } from './finding.ts';

/** Whether credentials were found, and whether the API takes them. */
export function describeCredentials({ alias, result }: CredentialsCheck): Finding {
  return { area: 'credentials', subject: alias, ...describeResult(result) };
}

type Described = Pick<Finding, 'level' | 'detail' | 'fix'>;

function describeResult(result: CredentialsResult): Described {
  switch (result.kind) {
    case 'secrets-missing': {
      const detail = `not checked: ${result.names.join(', ')} of the plan has no value`;
      return { level: 'error', detail, fix: 'Set the secrets of the plan first.' };
    }
    case 'missing': {
      const { message: detail, hint: fix = 'Set them, or set credentials in the provider.' } = result.error;
      return { level: 'error', detail, fix };
    }
    case 'found': {
      const detail = `${placeOf(result)}; not tried, because ${UNTRIED[result.because]}`;
      // That nothing is asked is what `--offline` was given for.
      if (result.because === 'asks-no-apis') return { level: 'ok', detail };
      return { level: 'warning', detail, fix: 'Whether they work is seen when the run makes its first call.' };
    }
    case 'answered': {
      const detail = `${placeOf(result)}; ${result.operation} was answered${describeEnd(result)}`;
      return { level: 'ok', detail };
    }
    case 'failed':
      return describeFailure(result);
  }
}

const UNTRIED = {
  'asks-no-apis': 'of --offline',
  'no-probe': 'the provider has no call to try them with',
  'nothing-to-read': 'no unit of the plan provides a read-only call',
};

function placeOf({ place = 'an unnamed source' }: { readonly place: string | undefined }): string {
  return place;
}

/** Nothing where nothing says when they end. */
function describeEnd({ endAtMs, renews }: CredentialsResult & { kind: 'answered' }): string {
  if (endAtMs === undefined) return '';
  const end = `${new Date(endAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `; they end at ${end}${renews ? ', and a run renews them before that' : ''}`;
}

function describeFailure(failure: CredentialsResult & { kind: 'failed' }): Described {
  const { message, hint } = failure;
  const place = placeOf(failure);
  switch (failure.class) {
    case 'transient':
    case 'unreachable': {
      const fix = hint ?? 'Check the endpoint, name resolution, firewall and proxy.';
      return { level: 'error', detail: `${place}; the API cannot be reached: ${message}`, fix };
    }
    case 'unusable': {
      const fix = hint ?? 'Check the endpoint, its certificate, and the clock of this machine.';
      return { level: 'error', detail: `${place}; the API cannot be used: ${message}`, fix };
    }
    case 'forbidden': {
      const fix = hint ?? 'Grant the permission that the message names.';
      return { level: 'warning', detail: `${place}; accepted, but a permission is missing: ${message}`, fix };
    }
    case 'unauthorized':
    case 'expired':
      return {
        level: 'error',
        detail: `${place}; refused: ${message}`,
        fix: hint ?? 'Check the key, its user and its rights.',
      };
    case 'throttled':
    case 'busy':
      return { level: 'ok', detail: `${place}; accepted, although the API is busy` };
    default: {
      const fix = hint ?? 'The credentials were accepted; check what the call names, and the rights of their user.';
      return { level: 'warning', detail: `${place}; the API answered: ${message}`, fix };
    }
  }
}
