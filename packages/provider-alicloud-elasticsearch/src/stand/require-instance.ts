import { type Call, queryOf, Refusal } from '@waybill/stand-kit';
import type { AlicloudInstance, AlicloudState } from './alicloud-state.ts';

/** The instance that the path names. */
export function requireInstance(call: Call, state: AlicloudState): AlicloudInstance {
  const instance = state.instance(call.params['InstanceId'] ?? '');
  if (instance === null) throw new Refusal(404, 'InstanceNotFound', 'The instanceId provided does not exist.');
  return instance;
}

/** The instance, in a state in which it takes on work. */
export function requireActiveInstance(call: Call, state: AlicloudState): AlicloudInstance {
  const instance = requireInstance(call, state);
  if (instance.status === 'activating') throw new Refusal(400, 'InstanceActivating', 'Instance is activating.');
  if (instance.status !== 'active') {
    throw new Refusal(
      400,
      'InstanceStatusNotSupportCurrentAction',
      'The cluster has running tasks or is in an error status. Try again later.',
    );
  }
  return instance;
}

/** The idempotency token, null when the call has none. Its form is the schema's business. */
export function readClientToken(call: Call): string | null {
  return queryOf(call, 'ClientToken') || null;
}
