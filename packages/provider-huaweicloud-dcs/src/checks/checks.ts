import type { Check } from '@waybill/core';
import { judgeInstanceReady } from './judge-instance-ready.ts';
import { judgeIpExchangeable } from './judge-ip-exchangeable.ts';
import { judgeTargetFree } from './judge-target-free.ts';

export const checks: Readonly<Record<string, Check>> = {
  'instance-ready': { judge: judgeInstanceReady, judgeNotFound: instanceMissing },
  'ip-exchangeable': { judge: judgeIpExchangeable, judgeNotFound: instanceMissing },
  'target-free': { judge: judgeTargetFree },
};

function instanceMissing(args: Readonly<Record<string, unknown>>): ReturnType<Check['judge']> {
  return {
    kind: 'failed',
    detail: `There is no DCS instance ${String(args['instance_id'])} in this project.`,
    hint: 'Check the id, the region and project_id.',
  };
}
