import { isIPv6 } from 'node:net';
import type { CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, isLoopbackHost, textOf } from '@waybill/provider-kit';
import type { ShowInstanceResponse } from '../generated/answers.generated.ts';
import { readInstanceFacts } from './instance-facts.ts';

/** Where an instance is, so that its keys can be compared there. The step expects `side` and `has_password`. */
export function judgeAddressKnown(response: Json, _args: JsonObject, expected: JsonObject): CheckFinding {
  const side = sideIn(expected);
  const host = textOf(fieldsOf<ShowInstanceResponse>(response).ip);
  const { port, isOpen, hasTls } = readInstanceFacts(response);
  if (host === undefined || port === undefined)
    return { kind: 'failed', detail: `ShowInstance gives no address of the ${side}.`, hint: hintFor(side) };
  if (!isAddress(host, port))
    return {
      kind: 'failed',
      detail: `ShowInstance gives \`${host}:${port}\` as the address of the ${side}, which is not the address of a server.`,
      hint: hintFor(side),
    };
  if (isOpen === false && expected['has_password'] !== true)
    return {
      kind: 'failed',
      detail: `The ${side} needs a password to be compared, but the plan gives none.`,
      hint: `Set ${side}_instance.password, name a connection to its server in verify.connect.${side}, or leave verify out.`,
    };
  if (expected['has_password'] === true && hasTls !== true && !isLoopbackHost(host))
    return {
      kind: 'warning',
      detail: `The password of the ${side} crosses the network unencrypted: it is compared at ${host}:${port}, which ShowInstance gives, without TLS.`,
      hint: `Run this in the network of the instance, where no other machine has that address; or name a connection to its server in verify.connect.${side}, with TLS or over a tunnel.`,
    };
  return { kind: 'passed', detail: `The ${side} is compared at ${host}:${port}, which ShowInstance gives.` };
}

/** A name, IPv4 or IPv6 address; a login and several addresses are none. */
function isAddress(host: string, port: number): boolean {
  return (isIPv6(host) || /^[\w.-]+$/.test(host)) && Number.isInteger(port) && port > 0 && port <= 65_535;
}

/** A backup may be all that is left of an instance. */
export function addressUnknown({ instance_id: id }: JsonObject, expected: JsonObject): CheckFinding {
  const side = sideIn(expected);
  return {
    kind: 'failed',
    detail: `There is no DCS instance ${textOf(id) ?? ''} in this project, so that the address of the ${side} is not known.`,
    hint: hintFor(side),
  };
}

function sideIn({ side }: JsonObject): string {
  return textOf(side) ?? 'instance';
}

function hintFor(side: string): string {
  return `Name a connection to its server in verify.connect.${side}, or leave verify out.`;
}
