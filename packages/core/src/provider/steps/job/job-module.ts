import type { ValueObject } from '../../../value/value.ts';
import { anObject, optional, text, textList } from '../../shape.ts';
import type { StepBase } from '../step-base.ts';
import type { StepModule } from '../step-module.ts';
import type { JobBlueprint } from './job-blueprint.ts';

/** Our own work on data, in slices. */
export interface JobStep extends StepBase {
  readonly kind: 'job';
  readonly job: string;
  readonly arguments: ValueObject;
  /** Aliases of the connections that a slice uses. Not empty. */
  readonly connections: readonly string[];
}

export interface JobTraits {
  readonly hasEffect: false;
  readonly isRepeatedOnResume: false;
  readonly isAskedByPreflight: false;
  readonly usesTurn: false;
  readonly waitsOutside: false;
  readonly needsApproval: false;
  readonly isOwnWork: true;
}

export const jobModule: StepModule<JobBlueprint, JobStep, JobTraits> = {
  traits: {
    hasEffect: false,
    isRepeatedOnResume: false,
    isAskedByPreflight: false,
    usesTurn: false,
    waitsOutside: false,
    needsApproval: false,
    isOwnWork: true,
  },
  shape: { job: text, arguments: anObject, connections: optional(textList) },
  build: (base, { job, arguments: args, connections = [base.provider] }) => {
    return { ...base, kind: 'job', job, arguments: args, connections };
  },
  meaning: ({ job, arguments: args, connections, provider }) => {
    const isDefault = connections.length === 1 && connections[0] === provider;
    return { job, arguments: args, ...(isDefault ? {} : { connections }) };
  },
  describe: ({ job, connections, provider }) => {
    const others = connections.some((alias) => alias !== provider);
    return { job, ...(others ? { connections } : {}) };
  },
  argumentsOf: (step) => step.arguments,
  plannedReads: () => [],
  callsOf: () => [],
  partsOf: ({ job, arguments: input, connections }) => [
    { kind: 'jobs', name: job, input, connectionCount: connections?.length ?? 1 },
    ...(connections ?? []).map((connection) => ({ connection, kind: 'session', name: '' }) as const),
  ],
  namesOf: () => [],
  valuesOf: (blueprint) => [blueprint.arguments],
  keeps: ({ job }, { field, name }, { jobs }) => field === 'outputs' && jobs?.[job]?.outputs.includes(name) === true,
  connectionsOf: ({ provider, connections }) => [...new Set([provider, ...connections])],
};
