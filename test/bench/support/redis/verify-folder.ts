import { writeFileSync } from 'node:fs';
import type { RedisServer } from '../../../redis/support/redis-server.ts';
import { runCommand, type Usage } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface BenchServers {
  readonly source: RedisServer;
  readonly target: RedisServer;
}

export interface VerifyOptions {
  /** Keys per second; @default that of the provider */
  readonly pace?: string;
  /** @default every key */
  readonly sample?: number;
}

const PLAN = 'verify.yaml';

/** The plan of a comparison by digest and its state, in a folder that is removed when disposed. */
export class VerifyFolder implements Disposable {
  readonly #folder = temporaryFolder();

  constructor(servers: BenchServers, options: VerifyOptions) {
    writeFileSync(this.#folder.file(PLAN), planOf(servers, options));
  }

  apply(): Promise<Usage> {
    const words = ['apply', PLAN, '--auto-approve', '--quiet'];
    return runCommand({ cwd: this.#folder.file('.'), words, env: {} });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

function planOf({ source, target }: BenchServers, { pace, sample }: VerifyOptions): string {
  const more = pace === undefined ? '' : `, limits: { requests: 100000/s }, pace: { keys: ${pace} }`;
  return `version: 1
name: verify
providers:
  old: { type: redis, url: "${source.url}"${more} }
  new: { type: redis, url: "${target.url}"${more} }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { level: digest${sample === undefined ? '' : `, sample: ${sample}, seed: 1`} }
`;
}
