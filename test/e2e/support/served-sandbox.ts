import {
  type Durations,
  type FaultScript,
  type HeldCall,
  type RequestRecord,
  readyLine,
  type Sandbox,
  type SandboxMetrics,
  type SandboxState,
  startSandbox,
} from '@waybill/sandbox';
import { onTestFinished } from 'vitest';

export interface ServedSandboxOptions {
  readonly seed: number;
  readonly durations: Partial<Durations>;
  readonly faults?: FaultScript;
}

interface ReadyLine {
  readonly env: Readonly<Record<string, string>>;
}

/** The sandbox for commands that are processes of their own. It goes with the test. */
export class ServedSandbox {
  readonly url: string;
  readonly projectId: string;
  /** The variables from which the vendors' clients take their credentials. */
  readonly env: Readonly<Record<string, string>>;
  readonly #sandbox: Sandbox;

  static async start(options: ServedSandboxOptions): Promise<ServedSandbox> {
    const sandbox = await startSandbox(options);
    onTestFinished(() => sandbox.close());
    return new ServedSandbox(sandbox);
  }

  /** One that somebody else has started, and ends. */
  static of(sandbox: Sandbox): ServedSandbox {
    return new ServedSandbox(sandbox);
  }

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.url = sandbox.url;
    this.projectId = sandbox.credentials.huaweicloud.projectId;
    const ready: ReadyLine = JSON.parse(readyLine(sandbox));
    this.env = ready.env;
  }

  state(): SandboxState {
    return this.#sandbox.control.state();
  }

  /** How often each task was created, by what it is about. */
  created(): Readonly<Record<string, number>> {
    const { alicloud, huaweicloud } = this.state();
    return { ...alicloud.created, ...huaweicloud.created };
  }

  taskCount(): number {
    const { alicloud, huaweicloud } = this.state();
    return alicloud.tasks.length + huaweicloud.tasks.length;
  }

  metrics(): SandboxMetrics {
    return this.#sandbox.control.metrics();
  }

  requests(): readonly RequestRecord[] {
    return this.#sandbox.control.requests();
  }

  setFaults(faults: FaultScript): void {
    this.#sandbox.control.setFaults(faults);
  }

  /** The calls that a `hold` fault keeps waiting. */
  held(): readonly HeldCall[] {
    return this.#sandbox.control.held();
  }

  /** Lets all held calls continue, and holds none any more. */
  release(): void {
    this.setFaults([]);
    this.#sandbox.control.release();
  }
}
