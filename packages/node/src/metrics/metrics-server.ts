import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WaybillError } from '@waybill/core';
import type { MetricsAddress } from './metrics-address.ts';
import type { RunMetrics } from './run-metrics.ts';

/** One that sends slowly is cut off. */
const REQUEST_TIMEOUT_MS = 5_000;
/** More scrape at once by mistake only. */
const MAX_CONNECTIONS = 16;

/** Serves the metrics of a run at `/metrics`, until it is disposed of. */
export class MetricsServer implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws WaybillError with `METRICS_UNAVAILABLE` when nothing can be served there, such as at a port that is taken */
  static async listen(address: MetricsAddress, metrics: RunMetrics): Promise<MetricsServer> {
    const server = createServer(
      { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
      (request, response) => {
        // Not parsed as a URL: what is none, such as `//`, would throw here and end the run.
        const [path] = (request.url ?? '/').split('?');
        if (request.method !== 'GET' && request.method !== 'HEAD') end(response, 405, 'Only GET is served.\n');
        else if (path !== '/metrics') end(response, 404, 'Metrics are at /metrics.\n');
        else void answer(response, metrics);
      },
    );
    server.maxConnections = MAX_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(address, error)));
      server.listen(address.port, address.host, resolve);
    });
    // What goes wrong with one scrape is no fault of the run.
    server.on('error', () => {});
    // A run that has ended does not stay for its metrics.
    server.unref();
    return new MetricsServer(server);
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/metrics`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(response: ServerResponse, metrics: RunMetrics): Promise<void> {
  try {
    const text = await metrics.text();
    end(response, 200, text, metrics.contentType);
  } catch {
    end(response, 500, 'The metrics cannot be read.\n');
  }
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}

function unavailable({ host, port }: MetricsAddress, { code, message }: NodeJS.ErrnoException): WaybillError {
  const why = code === 'EADDRINUSE' ? 'the port is taken' : code === 'EACCES' ? 'the port may not be used' : message;
  return new WaybillError('METRICS_UNAVAILABLE', `Metrics cannot be served at ${host}:${port}: ${why}.`, {
    hint: 'Nothing was sent. Pass another port to --metrics, or 0 for a free one.',
  });
}
