import {
  type Blueprint,
  compilePlan,
  createRegistry,
  type JsonObject,
  type Kind,
  type KindInput,
  type Provider,
  type StepBlueprint,
} from '@waybill/core';
import { rehearse } from '@waybill/rehearsal';
import { buildScenario, type Scenario } from './scenario.ts';
import { registry, type Trace, worldOf } from './simulate.ts';

export const SECOND: string = '-too';

/** Every kind with the steps of a unit by turns on its own connection and on a second one of the same account. */
const spread = createRegistry([...registry.values()].map(spreadProvider));

function spreadProvider(provider: Provider): Provider {
  const kinds = Object.entries(provider.kinds).map(([name, kind]) => [name, spreadKind(kind)] as const);
  return { ...provider, kinds: Object.fromEntries(kinds) };
}

function spreadKind(kind: Kind): Kind {
  return { ...kind, expand: (input) => spreadSteps(kind.expand(input), input) };
}

function spreadSteps(blueprint: Blueprint, { address, connection: own = '' }: KindInput): Blueprint {
  const second = `${own}${SECOND}`;
  // Units begin on one or the other, so that what they wait for is given back on both.
  const turn = Buffer.from(address).reduce((sum, byte) => sum + byte, 0);
  const steps = blueprint.steps.map((step, index): StepBlueprint => {
    const [here, there] = (turn + index) % 2 === 0 ? [second, own] : [own, second];
    const isAbout = 'beside' in step && step.beside !== undefined;
    return { ...step, connection: here, ...(isAbout ? { beside: { ...step.beside, connection: there } } : {}) };
  });
  return { ...blueprint, steps };
}

/** Each entry once more, under another name. */
function withSecondEntries(scenario: Scenario): Scenario {
  const entries = Object.entries(scenario.plan['providers'] as JsonObject);
  const providers = Object.fromEntries(
    entries.flatMap(([alias, entry]) => [
      [alias, entry],
      [`${alias}${SECOND}`, entry],
    ]),
  );
  return { ...scenario, plan: { ...scenario.plan, providers } };
}

/** Lives a scenario through with the steps of each unit on two connections. */
export async function simulateSpread(seed: number): Promise<Trace> {
  const scenario = withSecondEntries(buildScenario(seed));
  const file = 'simulated.yaml';
  const { compiled, diagnostics } = compilePlan(JSON.stringify(scenario.plan), { file, registry: spread });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  const options = { ...worldOf(scenario, compiled), registry: spread };
  const { world, results, breakdown } = await rehearse(options);
  const { sandbox, records, events, acknowledged } = world;
  return { scenario, graph: compiled.graph, sandbox, records, events, results, acknowledged, breakdown };
}
