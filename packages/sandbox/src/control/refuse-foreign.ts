import type { FastifyInstance, FastifyRequest } from 'fastify';

const CONTROL_PATH = '/_sandbox/';
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses control requests that a page in a browser may have sent: from another origin, or to a name that was made to
 * point at this machine (DNS rebinding). Programs send no Origin, and name the address that the sandbox printed.
 */
export function refuseForeignControl(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    // By the route that was found: the path itself can be spelled in more than one way.
    const isControl = request.routeOptions.url?.startsWith(CONTROL_PATH) ?? false;
    const reason = isControl ? foreignPart(request) : undefined;
    if (reason === undefined) done();
    else reply.code(403).send({ error: `${reason} is not this machine.`, code: 'SANDBOX_CONTROL_FOREIGN' });
  });
}

function foreignPart({ headers }: FastifyRequest): 'The Host' | 'The Origin' | undefined {
  if (!isLoopback(`http://${headers.host ?? ''}`)) return 'The Host';
  if (headers.origin !== undefined && !isLoopback(headers.origin)) return 'The Origin';
  return undefined;
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_NAMES.has(new URL(url).hostname);
}
