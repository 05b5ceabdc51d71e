import { writeFileSync } from 'node:fs';
import { runCommand, type Usage } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { BenchClusters } from './bench-clusters.ts';

export interface CopyOptions {
  readonly index: string;
  /** `local` copies within the cluster of the source. */
  readonly method: 'bulk' | 'local' | 'remote';
  readonly parts?: number;
  /** @default copy */
  readonly copy?: string;
}

export const COPY = 'copy';
const PLAN = 'copy.yaml';

/** Copies an index as a user does, by `waybill apply` with the default limits. What the command takes, from its start to its end. */
export async function copyByWaybill(clusters: BenchClusters, options: CopyOptions): Promise<Usage> {
  using folder = new CopyFolder(clusters, options);
  return await folder.apply();
}

/** The plan of a copy and its state, in a folder that is removed when disposed. */
export class CopyFolder implements Disposable {
  readonly #folder = temporaryFolder();

  constructor(clusters: BenchClusters, options: CopyOptions) {
    writeFileSync(this.#folder.file(PLAN), planOf(clusters, options));
  }

  get cwd(): string {
    return this.#folder.file('.');
  }

  readonly applyWords: readonly string[] = ['apply', PLAN, '--auto-approve'];

  apply(): Promise<Usage> {
    return this.#run([...this.applyWords, '--quiet']);
  }

  /** Compares both sides again, document by document: byte for byte after `bulk`, otherwise by value. */
  verify(): Promise<Usage> {
    return this.#run(['verify', PLAN, '--level', 'digest', '--quiet']);
  }

  #run(words: readonly string[]): Promise<Usage> {
    return runCommand({ cwd: this.cwd, words, env: {} });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

function planOf({ old, target }: BenchClusters, { index, method, parts, copy = COPY }: CopyOptions): string {
  return `version: 1
name: copy
providers:
  old: { type: elasticsearch, url: "${old.url}" }
  new: { type: elasticsearch, url: "${target.url}" }
migrations:
  documents:
    uses: ${method === 'local' ? 'old' : 'new'}.reindex
    with:
      source: { connection: old, index: ${index} }
      dest: { index: ${copy} }
      method: ${method}
${parts === undefined ? '' : `      parts: ${parts}\n`}`;
}
