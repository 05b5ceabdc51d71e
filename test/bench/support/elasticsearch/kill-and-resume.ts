import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';
import { builtCommand } from '../run-command.ts';
import type { CopyFolder } from './waybill-copy.ts';

export interface Resumed {
  /** Slices that were recorded when it was killed, and those of the whole copy. */
  readonly recorded: number;
  readonly slices: number;
  /** Documents that were sent a second time, because they were written by a slice that was not recorded. */
  readonly documentsTwice: number;
}

/** Applies a copy, kills it with SIGKILL once `recorded` slices are recorded, and applies it again to its end. */
export async function killAndResume(
  folder: CopyFolder,
  { target, copy, recorded }: { readonly target: ClusterClient; readonly copy: string; readonly recorded: number },
): Promise<Resumed> {
  const child = spawn(process.execPath, builtCommand([...folder.applyWords, '--json']), {
    cwd: folder.cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const last = { done: 0, total: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const { kind, done = 0, total = 0 } = JSON.parse(line) as Progress;
    if (kind === 'step.progressed') Object.assign(last, { done, total });
    if (last.done >= recorded) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error('the copy ended before it was killed');
  await folder.apply();
  return { recorded: last.done, slices: last.total, documentsTwice: await conflictsIn(target, copy) };
}

interface Progress {
  readonly kind: string;
  readonly done?: number;
  readonly total?: number;
}

/** Documents that the index refused because it had them: a copy by Waybill creates, and never replaces. */
async function conflictsIn(cluster: ClusterClient, index: string): Promise<number> {
  const path = `/${index}/_stats/indexing?filter_path=_all.primaries.indexing.index_failed`;
  const answer = (await cluster.must('GET', path)) as unknown as {
    readonly _all: { readonly primaries: { readonly indexing: { readonly index_failed: number } } };
  };
  return answer._all.primaries.indexing.index_failed;
}
