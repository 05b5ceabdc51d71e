import type { Durations, FaultScript, HeldCall, RequestRecord, SandboxMetrics, SandboxState } from '@waybill/sandbox';
import { CLI_PATH } from './command-line.ts';
import { StartedProcess, waitFor } from './processes.ts';

export interface SandboxProcessOptions {
  readonly seed: number;
  readonly durations: Partial<Durations>;
  readonly faults?: FaultScript;
}

interface ReadyLine {
  readonly url: string;
  readonly credentials: { readonly huaweicloud: { readonly project_id: string } };
  readonly env: Readonly<Record<string, string>>;
}

/** `waybill sandbox` as a process of its own, asked over its control interface. */
export class SandboxProcess {
  readonly url: string;
  readonly projectId: string;
  /** The variables from which the vendors' clients take their credentials. */
  readonly env: Readonly<Record<string, string>>;

  static async start({ seed, durations, faults = [] }: SandboxProcessOptions): Promise<SandboxProcess> {
    const options = ['--port', '0', '--seed', `${seed}`, '--durations', JSON.stringify(durations)];
    const args = [CLI_PATH, 'sandbox', ...options, '--faults', JSON.stringify(faults)];
    const process_ = new StartedProcess(process.execPath, args, { cwd: '/', env: {} });
    const line = await waitFor('the sandbox is ready', () => readyLineOf(process_));
    return new SandboxProcess(JSON.parse(line));
  }

  private constructor(ready: ReadyLine) {
    this.url = ready.url;
    this.projectId = ready.credentials.huaweicloud.project_id;
    this.env = ready.env;
  }

  state(): Promise<SandboxState> {
    return this.#get('state');
  }

  /** How often each task was created, by what it is about. */
  async created(): Promise<Readonly<Record<string, number>>> {
    const { alicloud, huaweicloud } = await this.state();
    return { ...alicloud.created, ...huaweicloud.created };
  }

  async taskCount(): Promise<number> {
    const { alicloud, huaweicloud } = await this.state();
    return alicloud.tasks.length + huaweicloud.tasks.length;
  }

  metrics(): Promise<SandboxMetrics> {
    return this.#get('metrics');
  }

  async requests(): Promise<readonly RequestRecord[]> {
    const { requests } = await this.#get<{ readonly requests: readonly RequestRecord[] }>('requests');
    return requests;
  }

  async setFaults(faults: FaultScript): Promise<void> {
    await this.#post('faults', faults);
  }

  /** The calls that a `hold` fault keeps waiting. */
  async held(): Promise<readonly HeldCall[]> {
    const { held } = await this.#get<{ readonly held: readonly HeldCall[] }>('held');
    return held;
  }

  /** Lets all held calls continue, and holds none any more. */
  async release(): Promise<void> {
    await this.setFaults([]);
    await this.#post('release', {});
  }

  async #post(what: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.url}/_sandbox/${what}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the sandbox refuses the ${what}: ${await response.text()}`);
  }

  async #get<Answer>(what: string): Promise<Answer> {
    const response = await fetch(`${this.url}/_sandbox/${what}`);
    return (await response.json()) as Answer;
  }
}

function readyLineOf(sandbox: StartedProcess): string | undefined {
  if (!sandbox.isAlive) throw new Error(`the sandbox ended before it was ready\n${sandbox.stderr}`);
  return sandbox.stdout.split('\n').find((line, index, lines) => index < lines.length - 1 && line !== '');
}
