import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { TestCertificate } from './certificates.ts';

export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  /** Connections that were opened. */
  readonly connections: number;
}

export interface Proxy extends LoopbackServer {
  /** What was asked of it: `CONNECT host:port` or `GET http://…`. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
}

export function serveHttp(listener: RequestListener): Promise<LoopbackServer> {
  return listen(createServer(listener));
}

export function serveHttps(certificate: TestCertificate, listener: RequestListener): Promise<LoopbackServer> {
  return listen(createHttpsServer({ ...certificate }, listener));
}

/** Speaks HTTP/2 and nothing else. */
export function serveHttp2Only(certificate: TestCertificate): Promise<LoopbackServer> {
  return listen(createHttp2Server({ ...certificate, allowHTTP1: false }));
}

/** Says something as soon as it is spoken to. */
export function serveBytes(bytes: string | Buffer): Promise<LoopbackServer> {
  return listen(createTcpServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(bytes))));
}

/** Passes everything on, by tunnel and by absolute URL, unless `status` refuses it. */
export async function serveProxy(status?: number): Promise<Proxy> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    response.writeHead(status ?? 200).end('from the proxy');
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    headers.push(request.headers);
    client.on('error', () => {});
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${String(status)} refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
  });
  const listening = await listen(server);
  return Object.assign(listening, { requests, headers });
}

async function listen(server: Server): Promise<LoopbackServer> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
