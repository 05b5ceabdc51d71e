import { ERROR_FAMILY, WaybillError } from '../errors.ts';
import { brand } from '../value/brand.ts';
import { defined } from '../value/defined.ts';

/**
 * What an error of a remote API means for the caller, decided by the vendor's code and not by the HTTP status alone.
 *
 * - `fatal`: the same request will fail again (configuration, unknown name).
 * - `forbidden`: the credentials are accepted and lack the permission for this action or resource; concerns this call alone.
 * - `unauthorized`: credentials or signature refused; never repeated, because vendors lock keys after a few failures. The
 *   provider is suspended for the run.
 * - `expired`: credentials refused that the session has replaced by newer ones meanwhile; may be sent again at once.
 * - `unusable`: no call over this connection can succeed as it is configured (certificate, protocol, clock). The provider
 *   is suspended for the run.
 * - `unreachable`: no connection, so that certainly nothing was sent; the engine probes with one call until there is one.
 * - `throttled`: refused unread because of a rate limit; may be sent again after `retryAfterMs`.
 * - `busy`: refused because the resource is in a state that passes; may be sent again later.
 * - `quota`: refused because a quota is used up; passes when remote tasks of this run end, and is final while none runs.
 * - `not-found`: the thing addressed does not exist.
 * - `withdrawn`: the vendor no longer offers the operation.
 * - `transient`: a fault on the way or at the server (timeout, reset, 5xx, an answer that cannot be read).
 */
export type ProviderErrorClass =
  | 'fatal'
  | 'forbidden'
  | 'unauthorized'
  | 'expired'
  | 'unusable'
  | 'unreachable'
  | 'throttled'
  | 'busy'
  | 'quota'
  | 'not-found'
  | 'withdrawn'
  | 'transient';

/** Every one of them. */
export const PROVIDER_ERROR_CLASSES: readonly string[] = Object.keys({
  fatal: true,
  forbidden: true,
  unauthorized: true,
  expired: true,
  unusable: true,
  unreachable: true,
  throttled: true,
  busy: true,
  quota: true,
  'not-found': true,
  withdrawn: true,
  transient: true,
} satisfies Readonly<Record<ProviderErrorClass, true>>);

export interface ProviderErrorFields {
  /** The vendor's code (`Throttling.User`) or the transport's (`ECONNRESET`). */
  readonly vendorCode: string;
  readonly class: ProviderErrorClass;
  /**
   * Whether the operation's effect may have happened although no success came back. `none` only when it is certain:
   * refused with a documented business error, or never sent.
   */
  readonly effect: 'none' | 'possible';
  readonly operation?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /**
   * How long the server asks to wait before the next call, in milliseconds. A longer one counts as an hour: then the
   * server is asked again. Below zero counts as zero.
   */
  readonly retryAfterMs?: number;
  readonly hint?: string;
  /**
   * `call`: the call itself named where it leads, as on a connection of `Kind.addressedConnections`. What went wrong says nothing
   * of other calls on its connection.
   *
   * @default 'connection'
   */
  readonly concerns?: 'connection' | 'call';
  readonly cause?: unknown;
}

/** A wrong clock or a maintenance page can name a date years ahead, and nothing would be sent until then. */
export const MAX_RETRY_AFTER_MS: number = 3_600_000;

/** A remote API refused a call or did not answer it. */
export class ProviderError extends WaybillError {
  readonly vendorCode: string;
  readonly class: ProviderErrorClass;
  readonly effect: 'none' | 'possible';
  readonly operation: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly concerns: 'connection' | 'call';

  constructor(message: string, fields: ProviderErrorFields) {
    super('PROVIDER_CALL_FAILED', message, {
      ...defined({ cause: fields.cause, hint: fields.hint }),
    });
    this.vendorCode = fields.vendorCode;
    this.class = fields.class;
    this.effect = fields.effect;
    this.operation = fields.operation;
    this.httpStatus = fields.httpStatus;
    this.requestId = fields.requestId;
    this.retryAfterMs = boundedWaitMs(fields.retryAfterMs);
    this.concerns = fields.concerns ?? 'connection';
  }

  /** The same error, seen in another light: what is given takes the place of its own. */
  restated(changes: {
    readonly message?: string;
    readonly class?: ProviderErrorClass;
    readonly hint?: string;
    readonly concerns?: 'connection' | 'call';
  }): ProviderError {
    const { operation, httpStatus, requestId, retryAfterMs, hint } = this;
    return new ProviderError(changes.message ?? this.message, {
      vendorCode: this.vendorCode,
      class: changes.class ?? this.class,
      effect: this.effect,
      concerns: changes.concerns ?? this.concerns,
      cause: this,
      ...definedOnly({ operation, httpStatus, requestId, retryAfterMs, hint: changes.hint ?? hint }),
    });
  }

  /** True when the same call may be sent again later without asking anybody: it was certainly not executed. */
  get isRetryable(): boolean {
    return this.effect === 'none' && this.mayPass;
  }

  /** Whether the reason may pass by itself; for reads, which have no effect, that is all that counts. */
  get mayPass(): boolean {
    return PASSING.includes(this.class);
  }

  /** No call over this connection can succeed in this run: the provider is suspended, and its units stay as they are. */
  get suspends(): boolean {
    return this.concerns === 'connection' && (this.class === 'unauthorized' || this.class === 'unusable');
  }
}

brand(ProviderError, ERROR_FAMILY, 'ProviderError');

function boundedWaitMs(waitMs: number | undefined): number | undefined {
  return waitMs === undefined || Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS);
}

const PASSING: readonly ProviderErrorClass[] = ['throttled', 'busy', 'transient', 'expired', 'unreachable'];

/** Without the keys whose value is undefined. */
function definedOnly<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };
}
