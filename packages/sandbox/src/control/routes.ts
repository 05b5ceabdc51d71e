import { parseJson } from '@waybill/stand-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { NamedStand } from '../listed-stands.ts';
import { ControlRequestError } from './control-request-error.ts';
import { parseAdvance, parseDurations, parseFaultScript, parseRelease, parseSettingsPatch } from './parse-control.ts';
import { ClockNotVirtualError, type SandboxControl } from './sandbox-control.ts';

/** The control interface. It needs no signature: it is for whoever runs the sandbox. */
export function registerControlRoutes(
  server: FastifyInstance,
  control: SandboxControl,
  stands: readonly NamedStand[],
): void {
  server.get('/_sandbox/health', () => ({ status: 'ok' }));
  server.get('/_sandbox/state', () => control.state());
  server.get('/_sandbox/metrics', () => control.metrics());
  server.get<{ Querystring: { operation?: string } }>('/_sandbox/requests', (request) => ({
    requests: control.requests({ operation: request.query.operation }),
  }));
  server.post('/_sandbox/reset', (_request, reply) => acknowledge(reply, () => control.reset()));
  server.post('/_sandbox/durations', (request, reply) =>
    acknowledge(reply, () => control.setDurations(parseDurations(bodyOf(request), stands))),
  );
  server.post('/_sandbox/settings', (request, reply) =>
    acknowledge(reply, () => control.setSettings(parseSettingsPatch(bodyOf(request), stands))),
  );
  server.post('/_sandbox/faults', (request, reply) =>
    acknowledge(reply, () => control.setFaults(parseFaultScript(bodyOf(request), stands))),
  );
  server.get('/_sandbox/instances', () => ({ instances: control.instances() }));
  server.get('/_sandbox/held', () => ({ held: control.held() }));
  server.post('/_sandbox/release', (request, reply) =>
    acknowledge(reply, () => control.release(parseRelease(bodyOf(request)))),
  );
  server.post('/_sandbox/clock', (request, reply) =>
    acknowledge(reply, () => control.advance(parseAdvance(bodyOf(request)))),
  );
}

function acknowledge(reply: FastifyReply, act: () => void): FastifyReply {
  try {
    act();
    return reply.send({ status: 'ok' });
  } catch (error) {
    if (error instanceof ClockNotVirtualError) return reply.code(409).send({ error: error.message, code: error.code });
    if (error instanceof ControlRequestError) return reply.code(400).send({ error: error.message, code: error.code });
    throw error;
  }
}

/** Bodies arrive as bytes, because the vendors' signatures are computed over bytes. */
function bodyOf(request: FastifyRequest): unknown {
  return request.body instanceof Buffer ? parseJson(request.body.toString('utf8')) : undefined;
}
