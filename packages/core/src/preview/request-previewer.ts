import type { PlannedProvider } from '../binding/planned-provider.ts';
import { WaybillError } from '../errors.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph } from '../graph/graph.ts';
import type { Provider } from '../provider/provider.ts';
import { argumentsOf, callsOf, hasEffect, type StepWith } from '../provider/steps/step-traits.ts';
import { unitMark } from '../steps/tokens.ts';
import { displayValue, type JsonObject, type ValueObject } from '../value/value.ts';
import { entrySecrets } from './entry-secrets.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { PreviewRequest } from './preview.ts';

/** A request that cannot be built, such as one without a valid endpoint. Each text once, with the first step. */
export interface RequestProblem {
  readonly step: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface RequestFacts {
  /** The plan's name. */
  readonly plan: string;
  readonly providers: ReadonlyMap<string, PlannedProvider>;
}

/** Shows the requests of calls and checks, without signatures and secrets. */
export class RequestPreviewer {
  readonly #graph: Graph;
  readonly #facts: RequestFacts;
  readonly #secrets: ReadonlySet<string>;
  readonly #configs: ReadonlyMap<string, JsonObject>;
  readonly #problems = new Map<string, RequestProblem>();

  constructor(graph: Graph, facts: RequestFacts) {
    this.#graph = graph;
    this.#facts = facts;
    this.#secrets = entrySecrets(facts.providers.values());
    this.#configs = new Map(
      [...facts.providers].map(([alias, { entry }]) => [alias, displayValue(entry.config) as JsonObject]),
    );
  }

  get problems(): readonly RequestProblem[] {
    return [...this.#problems.values()];
  }

  /** Undefined where a step calls nothing itself, and when it cannot be built, which is then among the problems. */
  of(step: StepWith<'usesTurn'>): PreviewRequest | undefined {
    const [call] = callsOf(step);
    if (call === undefined) return undefined;
    const config = this.#configs.get(step.provider) ?? {};
    const provider = this.#facts.providers.get(step.provider)?.provider;
    const args = maskSecrets(
      displayValue(this.#argumentsSent(step, call.operation, provider)),
      this.#secrets,
    ) as JsonObject;
    try {
      return provider?.buildRequest(config, call.operation, args);
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error;
      if (!this.#problems.has(error.message))
        this.#problems.set(error.message, { step: step.address, message: error.message, hint: error.hint });
      return undefined;
    }
  }

  /** What the call will carry besides: the unit's mark is put in when it is sent, and is known before. */
  #argumentsSent(step: StepWith<'usesTurn'>, operation: string, provider: Provider | undefined): ValueObject {
    const mark = hasEffect(step) ? provider?.operations[operation]?.mark : undefined;
    const args = argumentsOf(step) ?? {};
    if (mark === undefined) return args;
    const unit = this.#graph.unitsByAddress.get(step.unit) ?? { address: step.unit };
    return mark(args, unitMark(this.#facts.plan, firstAddressOf(unit)));
  }
}
