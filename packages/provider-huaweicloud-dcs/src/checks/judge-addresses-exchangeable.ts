import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { compareVersions, type InstanceFacts, readInstanceFacts } from './instance-facts.ts';

const EXCHANGEABLE_MODES: readonly string[] = ['single', 'ha', 'ha_rw_split', 'proxy'];
const FIRST_EXCHANGEABLE_VERSION = '4.0';
const OTHER_CUTOVER = 'Use cutover mode manual.';

/**
 * Whether two instances may exchange their addresses: Redis 4.0 or later, no native cluster, no public access, and equal
 * ports and ways to log in. That passwords and whitelists are equal the API does not tell: it remains with the person at
 * the gate.
 *
 * Source: Huawei Cloud DCS user guide, "Switching DCS Instance IP Addresses".
 */
export function judgeAddressesExchangeable(
  target: Json,
  _args: JsonObject,
  _expected: JsonObject,
  source: Json | undefined,
): CheckFinding {
  const from = readInstanceFacts(source);
  const to = readInstanceFacts(target);
  return (
    judgeSide('source', from) ??
    judgeSide('target', to) ??
    judgePair(from, to) ?? {
      kind: 'passed',
      detail:
        'Both instances can exchange addresses. The service does not show whether their passwords and whitelists are the same.',
    }
  );
}

function judgeSide(side: string, { mode, version, isPublic }: InstanceFacts): CheckFinding | undefined {
  if (mode === undefined || !EXCHANGEABLE_MODES.includes(mode)) {
    return {
      kind: 'failed',
      detail: `The ${side} is of type ${mode ?? 'unknown'}; addresses can be exchanged for ${EXCHANGEABLE_MODES.join(', ')}.`,
      hint: OTHER_CUTOVER,
    };
  }
  if ((compareVersions(version, FIRST_EXCHANGEABLE_VERSION) ?? 0) < 0) {
    return {
      kind: 'failed',
      detail: `The ${side} runs Redis ${version}; addresses can be exchanged from ${FIRST_EXCHANGEABLE_VERSION} on.`,
      hint: OTHER_CUTOVER,
    };
  }
  if (!isPublic) return undefined;
  return {
    kind: 'failed',
    detail: `The ${side} has public access enabled, so that its address cannot be exchanged.`,
    hint: 'Disable public access for the migration, or use cutover mode manual.',
  };
}

function judgePair(from: InstanceFacts, to: InstanceFacts): CheckFinding | undefined {
  if (from.port !== undefined && to.port !== undefined && from.port !== to.port) {
    return {
      kind: 'failed',
      detail: `The source listens on port ${from.port} and the target on ${to.port}: clients would not find the target.`,
      hint: 'Give both the same port, or use cutover mode manual.',
    };
  }
  if (from.isOpen === undefined || to.isOpen === undefined || from.isOpen === to.isOpen) return undefined;
  const [open, closed] = from.isOpen ? ['source', 'target'] : ['target', 'source'];
  return {
    kind: 'failed',
    detail: `The ${open} needs no password but the ${closed} does: clients could not log in.`,
    hint: 'Give both the same password, or use cutover mode manual.',
  };
}
