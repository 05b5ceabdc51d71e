import { type Answer, type Call, textOf } from '@waybill/stand-kit';
import { dcsAnswer } from './gateway.ts';
import { requireBody, requireTask } from './read-request.ts';
import type { HuaweicloudService } from './service.ts';

/** Changes the resume mode and nothing else. Source: Open Telekom Cloud DCS API reference, UpdateMigrationTask. */
export function updateMigrationTask(call: Call, { world, state }: HuaweicloudService): Answer {
  const task = requireTask(call, state);
  const resumeMode = textOf(requireBody(call), 'resume_mode') ?? 'auto';
  const hasChanged = task.resumeMode !== resumeMode;
  task.resumeMode = resumeMode;
  return dcsAnswer(world, null, { effects: Number(hasChanged) });
}
