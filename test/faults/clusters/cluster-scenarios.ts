import type { RunResult } from '@waybill/core';
import type { DerivedRun, OpenPlan } from '@waybill/node';
import { pulledInParts } from '../../sim/explore-plan.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** What is there once a scenario has come to its end. Clusters are `old` and `new`. */
export interface ExpectedEnd {
  /** Pairs that are equal, each as `cluster/index`. */
  readonly copies: readonly (readonly [source: string, copy: string])[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Indices that refuse writes. */
  readonly frozen: readonly string[];
}

/** One command of an operator, on a plan of `plans/`. */
export interface ClusterScenario {
  readonly name: string;
  readonly plan: string;
  readonly edit?: (text: string) => string;
  /** Clients write to sources while it runs, until they are refused. */
  readonly writesTo?: readonly string[];
  /** What has been done before. @default nothing */
  readonly prepare?: (world: ClusterWorld) => Promise<unknown>;
  /** The command, with every gate opened, until nothing more can be done. */
  readonly command: (world: ClusterWorld, how: { readonly retryFailed: boolean }) => Promise<RunResult>;
  /** Of a command that has a state of its own. */
  readonly derived?: 'verify' | 'rollback';
  readonly end: ExpectedEnd;
}

const COPIED: ExpectedEnd['copies'] = [
  ['old/orders-2024', 'new/orders-2024'],
  ['old/orders-2025', 'new/orders-2025'],
  ['old/customers', 'new/customers-v2'],
];
const MOVED: ExpectedEnd = {
  copies: [
    ['old/orders-v1', 'new/orders-v2'],
    ['new/customers-v1', 'new/customers-v2'],
  ],
  aliases: { orders: ['orders-v2'], customers: ['customers-v2'] },
  frozen: ['old/orders-v1', 'new/customers-v1'],
};
const QUIET = { aliases: {}, frozen: [] };

export const CLUSTER_SCENARIOS: readonly ClusterScenario[] = [
  {
    name: 'reindex.yaml, by remote',
    plan: 'reindex.yaml',
    edit: pulledInParts,
    command: applyAll(),
    end: { copies: COPIED, ...QUIET },
  },
  {
    name: 'reindex.yaml',
    plan: 'reindex.yaml',
    edit: (text) => text.replace(/(dest: \{ index: "\$\{\{ each\.key \}\}" \})/, '$1\n      parts: 2'),
    command: applyAll(),
    end: { copies: COPIED, ...QUIET },
  },
  {
    name: 'live-index.yaml',
    plan: 'live-index.yaml',
    writesTo: ['old/orders-v1', 'new/customers-v1'],
    // Otherwise the last difference alone is copied.
    edit: (text) =>
      text
        .replace('{ until: 1000 }', '{ until: 12, rounds: 9 }')
        .replace('catch_up: true', 'catch_up: { until: 12, rounds: 9 }'),
    command: applyAll(),
    end: MOVED,
  },
  { name: 'verify.yaml', plan: 'verify.yaml', command: applyAll(), end: { copies: COPIED, ...QUIET } },
  {
    name: 'the cut-over of live-index.yaml',
    plan: 'live-index.yaml',
    writesTo: ['old/orders-v1', 'new/customers-v1'],
    edit: (text) => text.replace('catch_up: true', 'catch_up: { until: 1000 }'),
    prepare: (world) => world.apply('approve-cutover'),
    command: applyAll(),
    end: MOVED,
  },
  {
    name: 'a comparison of what reindex.yaml copied',
    plan: 'reindex.yaml',
    prepare: (world) => world.apply(),
    derived: 'verify',
    command: runDerived((opened) => opened.verification({ level: 'digest' })),
    end: { copies: COPIED, ...QUIET },
  },
  {
    name: 'a rollback of live-index.yaml',
    plan: 'live-index.yaml',
    prepare: (world) => world.apply('confirm-clients'),
    derived: 'rollback',
    command: runDerived(async (opened) => {
      const { decisions } = await opened.checkpoint();
      const target = ['orders', 'customers'].filter((unit) => decisions.get(unit)?.rollback !== 'ended');
      return await opened.rollback({ target, deletesTarget: true, reason: 'tried' });
    }),
    end: { copies: [], aliases: { orders: [], customers: ['customers-v1'] }, frozen: [] },
  },
];

function applyAll(): ClusterScenario['command'] {
  return (world, { retryFailed }) =>
    world.toTheEnd(async (opened, signal) => {
      for (let isRetried = retryFailed; ; isRetried = false) {
        const result = await opened.apply({
          signal,
          retryFailed: isRetried,
          onEvent: (event) => world.events.push(event),
        });
        const gates = result.units.flatMap(({ status, step }) =>
          status === 'gated' && step !== undefined ? [step] : [],
        );
        if (gates.length === 0) return result;
        await opened.approve(gates);
      }
    });
}

/** Given once more, it continues. */
function runDerived(derive: (opened: OpenPlan) => Promise<DerivedRun>): ClusterScenario['command'] {
  return (world) =>
    world.toTheEnd(async (opened, signal) => {
      await using derived = await derive(opened);
      return await derived.apply({ signal, onEvent: (event) => world.events.push(event) });
    });
}
