import { type CheckFinding, isJsonObject, type Json } from '@waybill/core';

const EXCHANGEABLE_MODES: readonly string[] = ['single', 'ha', 'ha_rw_split', 'proxy'];
const FIRST_EXCHANGEABLE_MAJOR = 4;

/**
 * Whether an instance may exchange its address: Redis 4.0 or later, and no native cluster. That ports, passwords and
 * whitelists of both sides are equal concerns two instances and remains with the person at the gate.
 *
 * Source: Huawei Cloud DCS user guide, "Switching DCS Instance IP Addresses".
 */
export function judgeIpExchangeable(response: Json): CheckFinding {
  const instance = isJsonObject(response) ? response : {};
  const mode = instance['cache_mode'];
  const version = instance['engine_version'];
  if (typeof mode !== 'string' || !EXCHANGEABLE_MODES.includes(mode)) {
    return {
      kind: 'failed',
      detail: `The instance is of type ${typeof mode === 'string' ? mode : 'unknown'}; addresses can be exchanged for ${EXCHANGEABLE_MODES.join(', ')}.`,
      hint: 'Use cutover mode manual.',
    };
  }
  if (typeof version === 'string' && Number.parseInt(version, 10) < FIRST_EXCHANGEABLE_MAJOR) {
    return {
      kind: 'failed',
      detail: `The instance runs Redis ${version}; 4.0 is the first that can exchange addresses.`,
      hint: 'Use cutover mode manual.',
    };
  }
  return { kind: 'passed', detail: `The instance is of type ${mode}.` };
}
