import { type ProviderWork, withProviders } from '../connect/with-providers.ts';
import { OUTSIDE_A_RUN } from '../limits/channel.ts';
import { checkpointOf, type SweepOptions } from '../orphans/sweep-orphans.ts';
import { type StepWith, waitsOutside } from '../provider/steps/step-traits.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import { collectReferences, type JsonObject } from '../value/value.ts';

export interface ShownTaskOptions extends SweepOptions {
  /** The call whose outputs an operator gives. */
  readonly step: StepWith<'hasEffect'>;
  readonly outputs: JsonObject;
}

/**
 * Whether the vendor shows the remote task that the outputs name: one round of the wait that will observe it. Reads only.
 * Undefined where nothing waits for a task of this call, or where the wait needs to know more than these outputs.
 */
export async function isTaskShown(options: ShownTaskOptions): Promise<boolean | undefined> {
  const { graph, step, outputs, store, plan } = options;
  const unit = graph.unitsByAddress.get(step.unit);
  const wait = unit?.steps.find((other) => waitsOutside(other) && refersToAloneOf(other, step));
  if (unit === undefined || wait === undefined || !waitsOutside(wait)) return undefined;
  const checkpoint = await checkpointOf(store, graph);
  const work: ProviderWork<boolean | undefined>['work'] = async (connected, _redactor, secrets) => {
    const provider = connected.byAlias.get(wait.provider);
    const poll = provider?.provider.polls[wait.poll];
    if (provider === undefined || poll === undefined) return undefined;
    const args = resolveArguments(wait.arguments, unit, {
      plan: plan.name,
      graph,
      stateId: store?.header.stateId ?? '',
      secrets,
      stepState: (address) =>
        address === step.address
          ? { status: 'succeeded', outputs, before: undefined, existingIds: [] }
          : checkpoint.steps.get(address),
      generation: (address) => checkpoint.generations.get(address) ?? 0,
    });
    const read = (operation: string, given: JsonObject) => provider.channel.readShared(operation, given, OUTSIDE_A_RUN);
    const [seen] = await poll.read([{ goal: wait.goal, arguments: args }], { read, round: 0 });
    return seen !== undefined;
  };
  return await withProviders(options, { transport: options.transport, sends: [wait.arguments], work });
}

/** Of what steps leave behind, the wait needs the outputs of this call alone. */
function refersToAloneOf(wait: StepWith<'waitsOutside'>, call: StepWith<'hasEffect'>): boolean {
  const references = collectReferences(wait.arguments).filter(({ path }) => path[0] === 'steps');
  return references.length > 0 && references.every(({ path }) => path[1] === call.name && path[2] === 'outputs');
}
