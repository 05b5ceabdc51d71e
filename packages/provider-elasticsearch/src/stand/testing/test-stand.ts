import {
  type Call,
  createRandom,
  decodePercent,
  decodeQuery,
  type JsonObject,
  NO_TASK_FAULTS,
  type Operation,
  objectOf,
  parseJson,
  pathOf,
  Refusal,
  type SandboxStand,
  type StandTypes,
  type TaskFaults,
} from '@waybill/stand-kit';

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: JsonObject;
  readonly effects: number;
}

export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly faults?: Partial<TaskFaults>;
}

/** A stand on a clock of its own, called without a sandbox around it. */
export interface TestStand<Types extends StandTypes> {
  advance(ms: number): void;
  setSettings(patch: Types['settingsPatch']): void;
  /** `body` as JSON, or as the text that it is; none for undefined. */
  call(method: Operation['method'], target: string, body?: unknown, request?: TestRequest): TestAnswer;
  report(): Types['report'];
  /** When tasks were active, by target. */
  activity(): ReturnType<ReturnType<SandboxStand<Types>['open']>['services'][number]['activity']>;
  reset(): void;
}

export function openTestStand<Types extends StandTypes>(
  stand: SandboxStand<Types>,
  options: {
    readonly settings?: Types['settingsPatch'];
    readonly durations?: Readonly<Record<string, number>>;
    readonly autoCreateInstances?: boolean;
  } = {},
): TestStand<Types> {
  let settings = stand.mergeSettings(stand.settings, options.settings ?? {});
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  const durations: Readonly<Record<string, number>> = { ...stand.durations, ...options.durations };
  const open = stand.open(
    {
      seed: 1,
      random: createRandom(1, 'ids'),
      nowMs: () => nowMs,
      generalSettings: () => ({ autoCreateInstances: options.autoCreateInstances ?? true, maxSkewMs: null }),
      settings: () => settings,
      rateLimit: () => null,
      durationMs: (name) => durations[name] ?? 0,
    },
    stand.credentials,
  );
  const [service] = open.services;
  if (service === undefined) throw new Error('the stand has no service');
  return {
    advance: (ms) => {
      nowMs += ms;
    },
    setSettings: (patch) => {
      settings = stand.mergeSettings(settings, patch);
    },
    call: (method, target, body, request = {}) => {
      const matched = matchOf(service.operations, method, pathOf(target));
      if (matched === null) return shown(service.gateway.refuse(service.gateway.unknownOperation({ method, target })));
      const call = callOf({ ...matched, method, target, body, request });
      try {
        service.gateway.authenticate(call);
        service.gateway.admit();
        return shown(matched.operation.handle(call));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return shown(service.gateway.refuse(error));
      }
    },
    report: () => open.report(),
    activity: () => service.activity(),
    reset: () => open.reset(),
  };
}

interface Matched {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

function matchOf(operations: readonly Operation[], method: string, path: string): Matched | null {
  for (const operation of operations) {
    const pattern = new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match !== null) return { operation, params: match.groups ?? {} };
  }
  return null;
}

function callOf(of: Matched & { method: string; target: string; body: unknown; request: TestRequest }): Call {
  const text = textOf(of.body);
  const { headers = {}, faults } = of.request;
  return {
    operation: of.operation.name,
    method: of.method,
    target: of.target,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]])),
    body: Buffer.from(text, 'utf8'),
    params: Object.fromEntries(Object.entries(of.params).map(([name, value]) => [name, decodePercent(value)])),
    query: decodeQuery(of.target),
    json: text === '' ? undefined : parseJson(text),
    taskFaults: { ...NO_TASK_FAULTS, ...faults },
  };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body === undefined ? '' : JSON.stringify(body);
}

function shown(answer: ReturnType<Operation['handle']>): TestAnswer {
  const json = parseJson(answer.body);
  const asObject = Array.isArray(json) ? { rows: json } : objectOf({ json }, 'json');
  return { status: answer.status, headers: answer.headers, json: asObject, effects: answer.effects };
}
