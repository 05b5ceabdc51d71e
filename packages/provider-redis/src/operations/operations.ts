import type { Operation } from '@waybill/core';
import { type OperationName, operationSchemas } from '../generated/schemas.generated.ts';

/** What a server is asked, by name. All are reads but the last two, which can be sent twice. */
export const operations: Readonly<Record<string, Operation>> = {
  ShowServer: describe('ShowServer', 'show version, role and state of a server', {
    version: '/response/version',
    mode: '/response/mode',
  }),
  CountKeys: describe('CountKeys', 'count the keys of each database', { keys: '/response/keys' }),
  ShowPosition: describe('ShowPosition', 'show the write position of a server', {}),
  ProbeRights: describe('ProbeRights', 'try the commands that a comparison needs', {}),
  PauseWrites: {
    ...describe('PauseWrites', 'pause the writers of a server', {}),
    recovery: { policy: 'repeatable' },
  },
  UnpauseWrites: {
    ...describe('UnpauseWrites', 'unpause the writers of a server', {}),
    recovery: { policy: 'repeatable' },
  },
};

function describe(name: OperationName, title: string, outputs: Operation['outputs']): Operation {
  const { 'x-waybill': binding, $defs } = operationSchemas[name];
  return {
    name,
    title,
    document: binding.document,
    requestSchema: $defs.request,
    responseSchema: $defs.response,
    outputs,
  };
}
