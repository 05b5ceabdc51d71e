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
import type { ComparedServers } from './compared-steps.ts';
import { comparisonSteps } from './comparison-steps.ts';
import { readLevel, UNSEEN } from './levels.ts';
import { movedBackSteps } from './moved-steps.ts';

/** Compares servers for kinds of other providers, which have copied their keys by means of their own. */
export const comparison: Comparison = {
  problems: ({ source, copy }) => sameServer(source, copy),
  before: (pair) => comparisonSteps(serversOf(pair)).checks.map((step) => reaching(step, pair)),
  after: (pair) => comparisonSteps(serversOf(pair)).steps,
  frozen: (pair) => comparisonSteps(serversOf(pair)).frozen,
  moved: (pair) => comparisonSteps(serversOf(pair)).moved,
  movedBack: (pair, noted) => movedBack(pair, noted),
  again: (pair, level) => comparisonSteps(serversOf(pair), level).verification,
  freshness: (pair, noted) => comparisonSteps(serversOf(pair)).freshness(noted),
  unseen: ({ options }) => UNSEEN[readLevel(options['level'])],
};

/** Whichever server has gone, the addresses can be moved back: what cannot be reached is not waited for. */
function movedBack(pair: ComparedPair, noted: JsonObject): ReturnType<NonNullable<Comparison['moved']>> {
  const servers = serversOf(pair);
  const { before, after } = movedBackSteps({ ...servers, level: readLevel(servers.verify['level']) }, noted);
  const reached = {
    alias: pair.copy.connection,
    namedAt: pair.copy.namedAt,
    ...defined({ connections: pair.connections }),
  };
  const unreachable = unreachableFrom('server', reached);
  return { before: before.map((step) => (step.kind === 'check' ? { ...step, unreachable } : step)), after };
}

/** `data` of the source may name `databases`; all that have keys otherwise. */
function serversOf({ source, copy, options }: ComparedPair): ComparedServers {
  return {
    source: source.connection,
    target: copy.connection,
    verify: options,
    databases: source.data['databases'],
  };
}

/** Whoever copies takes time: a server that nobody reaches from here is found before that. */
function reaching(step: StepBlueprint, pair: ComparedPair): StepBlueprint {
  if (step.kind !== 'check') return step;
  const [what = '', side = ''] = step.name.split('-');
  const own = what === 'check' ? '' : `-${what}`;
  const { connection, namedAt } = side === 'source' ? pair.source : pair.copy;
  const reached = { alias: connection, namedAt, ...defined({ connections: pair.connections }) };
  return { ...step, name: `reach-${side}${own}`, unreachable: unreachableFrom('server', reached) };
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
      summary: 'a server is compared with itself',
      detail: `Source and target are the connection ${source.connection}.`,
      hint: `Name another connection at ${copy.namedAt}.`,
    },
  ];
}
