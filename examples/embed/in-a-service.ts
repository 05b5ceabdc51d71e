// Plans of several tenants in one service. Credentials and secrets come from a vault: nothing is read from the process's
// environment. How it ended is a value; only what nobody foresaw is thrown.
import {
  checkPlan,
  createUndiciTransport,
  type Diagnostic,
  type Environment,
  type Owner,
  openPlan,
  type RunResult,
  StateLockedError,
  type Transport,
} from '@waybill/node';

export interface Tenant {
  readonly name: string;
  readonly planText: string;
  readonly statePath: string;
  /** As the vendors' own tools call them: ALIBABA_CLOUD_ACCESS_KEY_ID, HUAWEICLOUD_SDK_AK and so on. */
  readonly credentials: Environment;
  readonly secrets: ReadonlyMap<string, string>;
}

export type Ending =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'busy'; readonly owner: Owner | undefined }
  | { readonly kind: 'ended'; readonly result: RunResult; readonly requestCount: number };

export async function applyFor(tenant: Tenant, signal: AbortSignal): Promise<Ending> {
  const { compiled, diagnostics } = checkPlan(tenant.planText, { file: `${tenant.name}.yaml` });
  if (compiled === undefined) return { kind: 'invalid', diagnostics };

  let requestCount = 0;
  await using undici = createUndiciTransport({ connectTimeoutMs: 3_000, maxConnectionsPerOrigin: 8 });
  const transport: Transport = {
    send: (request, options) => {
      requestCount += 1;
      return undici.send(request, options);
    },
  };
  await using opened = openPlan(compiled, {
    state: tenant.statePath,
    env: tenant.credentials,
    readSecret: (source) => (source.kind === 'env' ? tenant.secrets.get(source.name) : undefined),
    transport,
  });
  try {
    const result = await opened.apply({ signal, maxRuntimeMs: 6 * 3_600_000, maxFailures: 10 });
    return { kind: 'ended', result, requestCount };
  } catch (error) {
    if (error instanceof StateLockedError) return { kind: 'busy', owner: error.owner };
    throw error;
  }
}
