import type { ServerResponse } from 'node:http';
import {
  type Answer,
  type Call,
  decodeQuery,
  type Operation,
  parseJson,
  type SignedRequest,
  type StandService,
} from '@waybill/stand-kit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { FaultDeck } from '../faults/fault-deck.ts';
import type { HeldCalls } from '../faults/held-calls.ts';
import { answerCall } from './answer-call.ts';
import { deliverAnswer, type Wait } from './deliver-answer.ts';
import type { RequestLog } from './request-log.ts';
import { gatewayFor, operationName, type Route, routesOf } from './route.ts';

/** The largest body that any of the vendors' gateways signs. */
const MAX_BODY_BYTES = 12 * 1024 * 1024;
/** Ids longer than this are not routed; the vendors' are at most 64 characters. */
const MAX_PATH_PARAMETER_CHARS = 1_024;

export interface ServedApis {
  readonly services: readonly StandService[];
  readonly faults: FaultDeck;
  readonly held: HeldCalls;
  /** The log that a request arriving now belongs to. */
  readonly log: () => RequestLog;
  readonly nowMs: () => number;
  /** Runs one answer at one moment of the clock. */
  readonly atOneMoment: <Result>(answer: () => Result) => Result;
  readonly wait: Wait;
  /** Overrides the Host header for signatures, for requests that were signed for another address. */
  readonly expectedHost: string | null;
}

/** An HTTP server for the vendors' operations; it parses nothing, so that signatures see the bytes as sent. */
export function createServer(apis: ServedApis): FastifyInstance {
  const server = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_CHARS, ignoreTrailingSlash: true },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const route of routesOf(apis.services)) {
    const { method, path } = route.operation;
    server.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        reply.hijack();
        await serveCall(request, reply.raw, route, apis).catch((error: unknown) => sendDefect(reply.raw, error));
      },
    });
  }
  server.setNotFoundHandler((request, reply) => sendUnknown(request, reply, apis.services));
  return server;
}

async function serveCall(
  request: FastifyRequest,
  response: ServerResponse,
  route: Route,
  apis: ServedApis,
): Promise<void> {
  const { service, operation } = route;
  const log = apis.log();
  const named = operationName(operation, request.raw.url ?? '/');
  const record = log.begin({ atMs: apis.nowMs(), provider: service.name, operation: named });
  const leave = once(() => log.leave(record, apis.nowMs()));
  response.once('close', leave);

  const faults = apis.faults.draw({ provider: service.name, operation: named });
  if (faults.latencyMs > 0) await apis.wait(faults.latencyMs);
  if (faults.hold === 'before') await apis.held.hold({ seq: record.seq, operation: named, when: 'before' });
  // Nobody waits for it any more: it was lost on its way here.
  if (faults.hold === 'before' && response.destroyed) {
    log.end(record, { status: 0, code: null, effects: 0, subject: null, idempotencyToken: null });
    return;
  }
  const call = buildCall(request, operation, { expectedHost: apis.expectedHost, taskFaults: faults.task });
  const { answer, code, effects } = apis.atOneMoment(() => answerCall(call, route, faults));
  log.end(record, {
    status: answer?.status ?? 0,
    code,
    effects,
    subject: operation.subject(call),
    idempotencyToken: operation.idempotencyToken(call),
  });
  if (faults.hold === 'after') await apis.held.hold({ seq: record.seq, operation: named, when: 'after' });
  await deliverAnswer(response, answer, { faults, wait: apis.wait, nowMs: apis.nowMs(), onHandedOver: leave });
}

function buildCall(
  request: FastifyRequest,
  operation: Operation,
  options: { expectedHost: string | null; taskFaults: Call['taskFaults'] },
): Call {
  const target = request.raw.url ?? '/';
  const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
  return {
    operation: operationName(operation, target),
    method: operation.method,
    target,
    headers: readHeaders(request.raw.rawHeaders, options.expectedHost),
    body,
    params: readParams(request.params),
    query: decodeQuery(target),
    json: body.length === 0 ? undefined : parseJson(body.toString('utf8')),
    taskFaults: options.taskFaults,
  };
}

function readHeaders(rawHeaders: readonly string[], expectedHost: string | null): SignedRequest['headers'] {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [rawHeaders[index + 1] ?? '']);
    else values.push(rawHeaders[index + 1] ?? '');
  }
  if (expectedHost !== null) headers.set('host', [expectedHost]);
  return headers;
}

function readParams(params: unknown): Readonly<Record<string, string>> {
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

/** Paths below a vendor's prefix get that vendor's error, everything else a plain one. */
function sendUnknown(request: FastifyRequest, reply: FastifyReply, services: readonly StandService[]): void {
  const target = request.raw.url ?? '/';
  const gateway = gatewayFor(target, services);
  reply.hijack();
  if (gateway === null) sendWhole(reply.raw, { status: 404, headers: {}, body: '{"error":"not found"}', effects: 0 });
  else sendWhole(reply.raw, gateway.refuse(gateway.unknownOperation({ method: request.method, target })));
}

/** A defect of the sandbox itself, which must not look like an answer of a vendor. */
function sendDefect(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else sendWhole(response, { status: 500, headers: {}, body: JSON.stringify({ defect: String(error) }), effects: 0 });
}

function sendWhole(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) });
  response.end(answer.body);
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
