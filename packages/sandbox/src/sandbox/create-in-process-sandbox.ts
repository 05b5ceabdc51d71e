import {
  type Answer,
  type Call,
  decodePercent,
  decodeQuery,
  parseJson,
  pathOf,
  type StandService,
} from '@waybill/stand-kit';
import type { SandboxControl } from '../control/sandbox-control.ts';
import { standsWith } from '../listed-stands.ts';
import { answerCall } from '../server/answer-call.ts';
import { gatewayFor, operationName, type Route, routesOf } from '../server/route.ts';
import { buildCredentials, environmentOf, type SandboxCredentials } from '../settings/credentials.ts';
import { createRealClock, type SandboxClock } from '../world/clock.ts';
import { buildParts, createControl, type Parts } from './build-parts.ts';
import type { SandboxOptions } from './sandbox.ts';

/** The sandbox without a socket: for simulations that let hours pass in milliseconds. */
export interface InProcessSandbox {
  readonly credentials: SandboxCredentials;
  /** The credentials as they are now, as the variables from which the vendors' clients take them. */
  env(): Readonly<Record<string, string>>;
  readonly control: SandboxControl;
  /**
   * One exchange, through the same faults, signatures and operations as over HTTP. Resolves with `undefined` where the
   * server would have reset the connection. A body is cut in half by the fault that cuts bodies; slow bodies come late.
   */
  exchange(request: WireRequest): Promise<WireResponse | undefined>;
}

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection broke in the middle of the body. */
  readonly isCut: boolean;
}

export function createInProcessSandbox(options: Omit<SandboxOptions, 'port' | 'expectedHost'> = {}): InProcessSandbox {
  const clock = options.clock ?? createRealClock();
  const credentials = buildCredentials(options.credentials, standsWith(options.stands));
  const parts = buildParts({ ...options, clock, credentials });
  const patterns = routesOf(parts.services).map((route) => ({ route, pattern: patternOf(route.operation.path) }));
  return {
    credentials,
    env: () => environmentOf(credentials, parts.list),
    control: createControl(parts, options.faults ?? []),
    exchange: async (request) => {
      const served = servedAs(request, patterns, parts.services);
      const matched = matchOf(served, patterns);
      return matched === null ? refuseUnknown(served, parts.services) : exchangeOnce(served, matched, parts, clock);
    },
  };
}

interface Pattern {
  readonly route: Route;
  readonly pattern: RegExp;
}

/** The request itself, or what it is below the path where a vendor has its addresses. */
function servedAs(request: WireRequest, patterns: readonly Pattern[], services: readonly StandService[]): WireRequest {
  const { protocol, host } = new URL(request.url);
  // Of several vendors the one that was added last.
  const service = services.findLast((each) => isAddressed(each, protocol));
  const below = service?.addressedBelow;
  const path = pathOf(targetOf(request));
  if (below === undefined) return request;
  // No vendor has paths of its own at addresses of another scheme than HTTP.
  const isOwnPath =
    service?.schemes === undefined && (path.startsWith(below) || patterns.some(({ pattern }) => pattern.test(path)));
  return isOwnPath ? request : { ...request, url: `http://${host}${below}${host}${targetOf(request)}` };
}

function isAddressed({ addressedBelow, schemes = HTTP }: StandService, protocol: string): boolean {
  return addressedBelow !== undefined && schemes.includes(protocol);
}

const HTTP: readonly string[] = ['http:', 'https:'];

function matchOf(request: WireRequest, patterns: readonly Pattern[]): Matched | null {
  const path = pathOf(targetOf(request));
  for (const { route, pattern } of patterns) {
    const match = route.operation.method === request.method ? pattern.exec(path) : null;
    if (match !== null) return { route, params: match.groups ?? {} };
  }
  return null;
}

function refuseUnknown(request: WireRequest, services: readonly StandService[]): WireResponse {
  const target = targetOf(request);
  const gateway = gatewayFor(target, services);
  if (gateway === null) return { status: 404, headers: {}, body: '{"error":"not found"}', isCut: false };
  return toResponse(gateway.refuse(gateway.unknownOperation({ method: request.method, target })), false);
}

interface Matched {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

async function exchangeOnce(
  request: WireRequest,
  { route, params }: Matched,
  parts: Parts,
  clock: SandboxClock,
): Promise<WireResponse | undefined> {
  const { service, operation } = route;
  const { log } = parts;
  const named = operationName(operation, targetOf(request));
  const record = log.begin({ atMs: clock.now(), provider: service.name, operation: named });
  const faults = parts.faults.draw({ provider: service.name, operation: named });
  if (faults.latencyMs > 0) await wait(faults.latencyMs, clock);
  const heldAs = { seq: record.seq, operation: named };
  if (faults.hold === 'before') await parts.held.hold({ ...heldAs, when: 'before' });
  const call = buildCall(request, { route, params }, faults.task);
  const { answer, code, effects } = parts.world.atOneMoment(() => answerCall(call, route, faults));
  log.end(record, {
    status: answer?.status ?? 0,
    code,
    effects,
    subject: operation.subject(call),
    idempotencyToken: operation.idempotencyToken(call),
  });
  if (faults.hold === 'after') await parts.held.hold({ ...heldAs, when: 'after' });
  log.leave(record, clock.now());
  if (answer === null) return undefined;
  if (faults.slowBodyMs > 0) await wait(faults.slowBodyMs, clock);
  return toResponse(answer, faults.isBodyCut);
}

function toResponse(answer: Answer, isCut: boolean): WireResponse {
  const body = isCut ? answer.body.slice(0, Math.floor(answer.body.length / 2)) : answer.body;
  return { status: answer.status, headers: answer.headers, body, isCut };
}

function buildCall(request: WireRequest, matched: Matched, taskFaults: Call['taskFaults']): Call {
  const target = targetOf(request);
  const body = Buffer.from(request.body ?? '', 'utf8');
  const headers = new Map(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), [value]] as const),
  );
  if (!headers.has('host')) headers.set('host', [new URL(request.url).host]);
  return {
    operation: operationName(matched.route.operation, target),
    method: request.method,
    target,
    headers,
    body,
    params: Object.fromEntries(Object.entries(matched.params).map(([name, value]) => [name, decodePercent(value)])),
    query: decodeQuery(target),
    json: body.length === 0 ? undefined : parseJson(body.toString('utf8')),
    taskFaults,
  };
}

function targetOf(request: WireRequest): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}

function wait(ms: number, clock: SandboxClock): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(resolve, ms);
  });
}
