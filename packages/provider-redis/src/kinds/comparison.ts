import {
  type BlueprintProblem,
  type ComparedPair,
  type ComparedSide,
  type Comparison,
  defined,
  type JsonObject,
  type StepBlueprint,
} from '@waybill/core';
import { unreachableFrom } from '@waybill/provider-kit';
import type { ComparedServer, ComparedServers } from './compared-steps.ts';
import { comparisonSteps } from './comparison-steps.ts';
import { readLevel, UNSEEN } from './levels.ts';
import { movedBackSteps } from './moved-steps.ts';
import { pauseSteps } from './pause-steps.ts';
import { unencryptedLogins } from './unencrypted-logins.ts';

/** Compares servers for kinds of other providers, which have copied their keys by means of their own. */
export const comparison: Comparison = {
  problems: (pair) => [...unencryptedLogins([pair.source, pair.copy], pair), ...sameServer(pair.source, pair.copy)],
  before: (pair) => comparisonSteps(serversOf(pair)).checks.map((step) => reaching(step, pair)),
  after: (pair) => comparisonSteps(serversOf(pair)).steps,
  frozen: (pair) => comparisonSteps(serversOf(pair)).frozen,
  freeze: (pair) => pauseOf(pair),
  moved: (pair) => comparisonSteps(serversOf(pair)).moved,
  movedBack: (pair, noted) => movedBack(pair, noted),
  again: (pair, level) => comparisonSteps(serversOf(pair), level).verification,
  freshness: (pair, noted) => comparisonSteps(serversOf(pair)).freshness(noted),
  unseen: ({ options }) => UNSEEN[readLevel(options['level'])],
};

function pauseOf(pair: ComparedPair): ReturnType<NonNullable<Comparison['freeze']>> {
  const servers = serversOf(pair);
  const steps = pauseSteps({ ...servers, level: readLevel(servers.verify['level']) });
  return { ...steps, before: steps.before.map((step) => reached(step, pair.source, pair)) };
}

/** Whichever server has gone, the addresses can be moved back: what cannot be reached is not waited for. */
function movedBack(pair: ComparedPair, noted: JsonObject): ReturnType<NonNullable<Comparison['moved']>> {
  const servers = serversOf(pair);
  const { before, after } = movedBackSteps({ ...servers, level: readLevel(servers.verify['level']) }, noted);
  return { before: before.map((step) => reached(step, pair.copy, pair)), after };
}

/** `data` of the source may name `databases`; all that have keys otherwise. */
function serversOf({ source, copy, options }: ComparedPair): ComparedServers {
  return {
    source: serverOf(source),
    target: serverOf(copy),
    verify: options,
    databases: source.data['databases'],
  };
}

function serverOf({ connection, address }: ComparedSide): ComparedServer {
  return { connection, ...defined({ server: address?.arguments }) };
}

/** Whoever copies takes time: a server that nobody reaches from here is found before that. */
function reaching(step: StepBlueprint, pair: ComparedPair): StepBlueprint {
  if (step.kind !== 'check') return step;
  const [what = '', side = ''] = step.name.split('-');
  const own = what === 'check' ? '' : `-${what}`;
  const asked = side === 'source' ? pair.source : pair.copy;
  const isWritten = step.name === 'check-target';
  const reach = {
    ...reached(step, asked, pair),
    name: `reach-${side}${own}`,
    ...(isWritten ? { expect: { ...step.expect, written: true } } : {}),
  };
  if (asked.address === undefined || own !== '' || side === 'apart') return reach;
  return { ...reach, title: `the ${side} answers at ${asked.address.origin}, and can be compared` };
}

/** A check that does not wait for a server which nobody reaches. */
function reached<Step extends StepBlueprint>(
  step: Step,
  { connection, namedAt, address }: ComparedSide,
  { connections }: ComparedPair,
): Step {
  if (step.kind !== 'check') return step;
  const unreachable = unreachableFrom('server', { alias: connection, namedAt, ...defined({ connections }) });
  const what = address === undefined ? unreachable.what : `The server at ${address.origin}`;
  return { ...step, unreachable: { ...unreachable, what } };
}

/** Also for the kind `verify`, which names no such connections itself. */
export function sameServer(
  source: Pick<ComparedSide, 'connection'>,
  copy: Pick<ComparedSide, 'connection' | 'namedAt'>,
): readonly BlueprintProblem[] {
  if (source.connection !== copy.connection) return [];
  return [
    {
      severity: 'error',
      path: copy.namedAt.split('.'),
      summary: 'a server would be compared with itself',
      detail: `Source and target are the connection ${source.connection}.`,
      hint: `Name another connection in ${copy.namedAt}.`,
    },
  ];
}
