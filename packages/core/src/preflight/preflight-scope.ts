import { findSecretFlaws } from '../connect/find-secret-flaws.ts';
import { type SecretReader, SecretUnreadableError } from '../connect/read-secrets.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { NO_STATE } from '../journal/fold-step.ts';
import type { StepState } from '../journal/step-state.ts';
import type { Plan } from '../plan/plan.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import { computeStanding, type Standing } from '../standing/standing.ts';
import { type ReferenceScope, resolveArguments } from '../steps/resolve-arguments.ts';
import type { JsonObject, Value } from '../value/value.ts';
import { findUnknown, type KnownScope } from './find-unknown.ts';

export interface PreflightScopeOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly checkpoint?: Checkpoint;
  readonly stateId?: string;
  readonly selection?: Selection;
  readonly readSecret: SecretReader;
  /**
   * False: secrets of the plan are neither read nor sent, and what needs one is left unasked.
   *
   * @default true
   */
  readonly readsSecrets?: boolean;
  /**
   * `readSecret` knows what commands of secrets printed.
   *
   * @default false: what needs one of these is left unasked
   */
  readonly readsCommands?: boolean;
}

/** What is known before a run: where everything stands, and what references stand for. */
export interface PreflightScope {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  readonly standing: Standing;
  /** The units that are meant. */
  readonly units: readonly PlannedUnit[];
  readonly readsSecrets: boolean;
  /** Those that have a value. */
  readonly secrets: ReadonlyMap<string, string>;
  /** By name, as phrases that continue "the value …". */
  readonly secretFlaws: ReadonlyMap<string, readonly string[]>;
  readonly unreadableSecrets: ReadonlyMap<string, SecretUnreadableError>;
  /** Why a value of a unit cannot be filled in yet; undefined when it can. */
  readonly findUnknown: (value: Value, unit: PlannedUnit) => string | undefined;
  readonly resolve: (value: Value, unit: PlannedUnit) => JsonObject;
  /** What a check has shown now counts as known from then on, as it would once a run has it behind it. */
  readonly noteOutputs: (step: string, outputs: JsonObject) => void;
}

export function buildPreflightScope(options: PreflightScopeOptions): PreflightScope {
  const { plan, graph, checkpoint = EMPTY_CHECKPOINT, stateId, selection = selectAll() } = options;
  const readsSecrets = options.readsSecrets ?? true;
  const { secrets, secretFlaws, unreadableSecrets } = readsSecrets ? resolvableSecrets(options) : NO_SECRETS;
  const noted = new Map<string, StepState>();
  const references: ReferenceScope & Pick<KnownScope, 'stepState'> = {
    plan: plan.name,
    graph,
    // An id that no run has used yet made no tokens.
    stateId: checkpoint.runCount === 0 ? '' : (stateId ?? ''),
    secrets,
    stepState: (address: string) => noted.get(address) ?? checkpoint.steps.get(address),
    generation: (unit: string) => checkpoint.generations.get(unit) ?? 0,
  };
  return {
    plan,
    graph,
    checkpoint,
    standing: computeStanding(graph, checkpoint),
    units: graph.units.filter((unit) => selection.includes(unit.address)),
    readsSecrets,
    secrets,
    secretFlaws,
    unreadableSecrets,
    findUnknown: (value, unit) =>
      findUnknown(value, unit, { ...references, plan, readsSecrets, hasState: stateId !== undefined }),
    resolve: (value, unit) => resolveArguments(value, unit, references),
    noteOutputs: (step, outputs) => noted.set(step, { ...SHOWN, outputs }),
  };
}

/** Of a check that was asked by this preflight alone: nothing of it is recorded. */
const SHOWN: StepState = { ...NO_STATE, status: 'succeeded', attempt: 1 };

type SecretsRead = Pick<PreflightScope, 'secrets' | 'secretFlaws' | 'unreadableSecrets'>;

const NO_SECRETS: SecretsRead = { secrets: new Map(), secretFlaws: new Map(), unreadableSecrets: new Map() };

/** An empty value counts as none, as in a run. */
function resolvableSecrets({ plan, readSecret, readsCommands = false }: PreflightScopeOptions): SecretsRead {
  const secrets = new Map<string, string>();
  const secretFlaws = new Map<string, readonly string[]>();
  const unreadableSecrets = new Map<string, SecretUnreadableError>();
  for (const [name, source] of plan.secrets) {
    if (source.kind === 'command' && !readsCommands) continue;
    try {
      const value = readSecret(source);
      if (value === undefined || value === '') continue;
      secrets.set(name, value);
      const flaws = findSecretFlaws(value);
      if (flaws.length > 0) secretFlaws.set(name, flaws);
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error;
      unreadableSecrets.set(name, error);
    }
  }
  return { secrets, secretFlaws, unreadableSecrets };
}
