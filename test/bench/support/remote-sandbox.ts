import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SandboxMetrics } from '@waybill/sandbox';

interface ReadyLine {
  readonly url: string;
  readonly credentials: { readonly huaweicloud: { readonly project_id: string } };
  readonly env: Readonly<Record<string, string>>;
}

/** A sandbox in another process, so that it does not share our event loop. */
export class RemoteSandbox implements AsyncDisposable {
  readonly url: string;
  readonly projectId: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;

  static async start(): Promise<RemoteSandbox> {
    const child = fork(join(import.meta.dirname, 'sandbox-main.ts'), { execArgv: [] });
    const [line] = await once(child, 'message');
    return new RemoteSandbox(JSON.parse(String(line)), child);
  }

  private constructor(ready: ReadyLine, child: ChildProcess) {
    this.url = ready.url;
    this.projectId = ready.credentials.huaweicloud.project_id;
    this.env = ready.env;
    this.#child = child;
  }

  async metrics(): Promise<SandboxMetrics> {
    const response = await fetch(`${this.url}/_sandbox/metrics`);
    return (await response.json()) as SandboxMetrics;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
