import { openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { applyCompiled, compileText } from './apply-text.ts';
import { oneTaskPlan } from './effects-plan.ts';
import type { RemoteSandbox } from './remote-sandbox.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A remote task to work on. Returns its id. */
export async function createTask(sandbox: RemoteSandbox): Promise<string> {
  using folder = temporaryFolder();
  const compiled = compileText(oneTaskPlan(sandbox));
  await using store = openSqliteStore({ path: folder.file('task.db'), plan: compiled.plan.name, random: systemRandom });
  await using transport = createUndiciTransport();
  await applyCompiled(compiled, { store, transport, env: sandbox.env });
  for await (const batch of store.read()) {
    for (const record of batch) {
      const id = record.kind === 'step.succeeded' ? record.outputs['task_id'] : undefined;
      if (typeof id === 'string') return id;
    }
  }
  throw new Error('no task was created');
}
