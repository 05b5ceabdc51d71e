import { describeThrown } from '../errors.ts';
import { isByOperator } from '../journal/operator-stops.ts';
import type { RunOutcome, StopKind, StopReason } from '../journal/record.ts';
import type { ProviderError } from '../provider/provider-error.ts';

/** The reason of a run's stop signal. */
export class RunStop extends Error {
  readonly kind: StopKind;

  constructor(kind: StopKind, message: string) {
    super(message);
    this.name = 'RunStop';
    this.kind = kind;
  }
}

/** Ends before all was done that the run did not decide itself: what is left is left, and is no failure. */
const BY_CALLER: ReadonlySet<StopKind> = new Set(['interrupted', 'cancelled', 'deadline', 'error']);

export function isStoppedByOperator(signal: AbortSignal): boolean {
  return isByOperator(stopOf(signal));
}

/** Why a run with this signal starts nothing more; undefined while it does. */
export function stopOf({ aborted, reason }: AbortSignal): RunStop | undefined {
  return aborted ? asRunStop(reason) : undefined;
}

/** A caller may abort with any reason or none; what the platform puts in for none says nothing. */
export function asRunStop(reason: unknown): RunStop {
  if (reason instanceof RunStop) return reason;
  const isNamed = reason instanceof Error && reason.name !== 'AbortError' && reason.message !== '';
  return new RunStop('interrupted', isNamed ? reason.message : 'stopped on request');
}

export function isStoppedByCaller(signal: AbortSignal): boolean {
  const stop = stopOf(signal);
  return stop !== undefined && BY_CALLER.has(stop.kind);
}

export interface RunEnding {
  readonly outcome: RunOutcome;
  readonly stopping: AbortSignal;
  /** By alias. */
  readonly suspended: ReadonlyMap<string, ProviderError>;
}

/** What ended a run before everything was done; undefined where nothing did. */
export function stopReasonOf({ outcome, stopping, suspended }: RunEnding): StopReason | undefined {
  if (outcome === 'succeeded') return undefined;
  const stop = stopOf(stopping);
  return stop === undefined ? reasonOfSuspended(suspended) : { kind: stop.kind, message: stop.message };
}

function reasonOfSuspended(suspended: RunEnding['suspended']): StopReason | undefined {
  if (suspended.size === 0) return undefined;
  const all = [...suspended];
  const refused = all.filter(([, error]) => error.class === 'unauthorized').map(([alias]) => alias);
  const unusable = all.filter(([, error]) => error.class !== 'unauthorized').map(([alias]) => alias);
  const parts = [
    ...(refused.length === 0 ? [] : [`the credentials of ${refused.join(', ')} were refused`]),
    ...(unusable.length === 0 ? [] : [`the connection of ${unusable.join(', ')} cannot be used`]),
  ];
  return { kind: refused.length === 0 ? 'connection' : 'credentials', message: parts.join('; ') };
}

/** Of a run that ends by throwing. Its error is reported whole elsewhere. */
export function stopReasonOfError(error: unknown): StopReason {
  const [line = ''] = (error instanceof Error ? error.message : describeThrown(error)).split('\n');
  return { kind: 'error', message: line };
}
