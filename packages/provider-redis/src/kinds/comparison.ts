import {
  type BlueprintProblem,
  type ComparedPair,
  type ComparedSide,
  type Comparison,
  defined,
  type StepBlueprint,
} from '@waybill/core';
import { unreachableFrom } from '@waybill/provider-kit';
import { type ComparedServers, comparisonSteps } from './comparison-steps.ts';
import { readLevel, UNSEEN } from './levels.ts';

/** Compares servers for kinds of other providers, which have copied their keys by means of their own. */
export const comparison: Comparison = {
  problems: ({ source, copy }) => sameServer(source, copy),
  before: (pair) => comparisonSteps(serversOf(pair)).checks.map((step) => reaching(step, pair)),
  after: (pair) => comparisonSteps(serversOf(pair)).steps,
  frozen: (pair) => comparisonSteps(serversOf(pair)).frozen,
  again: (pair, level) => comparisonSteps(serversOf(pair), level).verification,
  freshness: (pair, noted) => comparisonSteps(serversOf(pair)).freshness(noted),
  unseen: ({ options }) => UNSEEN[readLevel(options['level'])],
};

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
