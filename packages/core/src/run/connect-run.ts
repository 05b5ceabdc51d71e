import type { Clock } from '../clock.ts';
import {
  type ConnectedProviders,
  type ConnectProvidersOptions,
  connectProviders,
  type ObservedCall,
} from '../connect/connect-providers.ts';
import { learnSecrets, type SecretValues } from '../connect/learn-secrets.ts';
import type { EmitEvent, RunEventBody } from '../events/event.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { CallCap } from '../limits/call-driver.ts';
import type { ConnectionChange } from '../limits/connection-gate.ts';
import { earlierCalls } from '../limits/earlier-calls.ts';
import { guardTransport } from '../limits/guard-transport.ts';
import type { PlanHead } from '../plan/load/plan-head.ts';
import type { Plan } from '../plan/plan.ts';
import type { Redactor } from '../redact/redactor.ts';
import { defined } from '../value/defined.ts';
import { formatDuration } from '../value/duration.ts';
import { asRunStop, RunStop } from './stop-reason.ts';

export interface ConnectRunOptions
  extends SecretValues,
    Pick<ConnectProvidersOptions, 'registry' | 'transport' | 'clock' | 'random' | 'env'> {
  /** @default false */
  readonly hasJustCalled?: boolean;
  /** @default false */
  readonly stateExisted?: boolean;
}

interface RunConnection {
  /** A plan without its migrations has no secrets in them. */
  readonly plan: PlanHead & Partial<Pick<Plan, 'migrations'>>;
  /** Those of its secrets that the run needs. */
  readonly needed: Plan['secrets'];
  readonly lease: Lease;
  readonly before: Checkpoint;
  readonly stopping: AbortSignal;
  readonly redactor: Redactor;
  readonly emit: EmitEvent;
  /** @default nobody watches calls */
  readonly onCall?: (call: ObservedCall) => void;
  /**
   * Calls at once over all providers together.
   *
   * @default as many as the limits of each allow
   */
  readonly cap?: CallCap | undefined;
}

export interface ConnectedRun {
  readonly providers: ConnectedProviders;
  readonly secrets: ReadonlyMap<string, string>;
}

/** Reads the secrets and connects the providers of a run. Nothing reaches them once the lease is lost. */
export async function connectRun(
  options: ConnectRunOptions,
  { plan, needed, lease, before, stopping, redactor, emit, onCall, cap }: RunConnection,
): Promise<ConnectedRun> {
  const secrets = await learnSecrets({ plan, needed, redactor }, options);
  const providers = await connectProviders({
    ...options,
    plan,
    cap,
    transport: guardTransport(options.transport, lease),
    secrets,
    stopping,
    earlierCalls:
      options.hasJustCalled === true ? 'until-now' : earlierCalls(before, options.clock, options.stateExisted === true),
    onThrottled: (provider, holdMs) => emit({ kind: 'provider.throttled', provider, holdMs }),
    ...defined({ onCall }),
    onConnection: (provider, change) => emit(connectionEvent(provider, change)),
  });
  redactor.alsoFrom(() => providers.secrets);
  return { providers, secrets };
}

function connectionEvent(provider: string, change: ConnectionChange): RunEventBody {
  if (change.kind === 'restored') return { kind: 'provider.reachable', provider, downMs: change.downMs };
  const { vendorCode: code, message, hint } = change.outage.error;
  return { kind: 'provider.unreachable', provider, code, message, ...defined({ hint }) };
}

/** One controller that the caller's signal, the deadline and the run itself can abort. */
export function linkStop(options: {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly maxRuntimeMs?: number;
}): Disposable & { readonly controller: AbortController } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(asRunStop(options.signal?.reason));
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  const deadline = new AbortController();
  const { maxRuntimeMs } = options;
  if (maxRuntimeMs !== undefined)
    options.clock.sleep(maxRuntimeMs, deadline.signal).then(
      () =>
        controller.abort(new RunStop('deadline', `its maximum runtime of ${formatDuration(maxRuntimeMs)} was reached`)),
      () => {},
    );
  return {
    controller,
    [Symbol.dispose]() {
      deadline.abort();
      options.signal?.removeEventListener('abort', stop);
    },
  };
}
