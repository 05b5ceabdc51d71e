import { defined, type PlanEnvironment, type ProviderRegistry, type ReadPlanFile } from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import { PlanState } from './state/plan-state.ts';
import { type PlanSurroundings, type SurroundingsOptions, surroundingsOf } from './surroundings.ts';

/** A plan as it is written. */
export interface PlanText {
  readonly text: Uint8Array;
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly registry: ProviderRegistry;
  /** @default none */
  readonly environment?: PlanEnvironment;
  /**
   * Reads the files that the plan names.
   *
   * @default none can be read
   */
  readonly readFile?: ReadPlanFile;
}

export interface OpenUncompiledOptions extends SurroundingsOptions {
  /** As for `openPlan`. */
  readonly state?: string;
}

export interface UncompiledPlan extends AsyncDisposable {
  readonly plan: { readonly name: string; readonly file: string };
  readonly state: PlanState;
  readonly surroundings: PlanSurroundings;
  /** Passes the warnings on: the name is a guess, and what was found by a wrong one is worth no word. */
  warn(): void;
}

/** The state of a plan whose name is guessed from its text; undefined where no name is found, or no state. */
export async function openUncompiled(
  { text, file, environment }: PlanText,
  options: OpenUncompiledOptions,
): Promise<UncompiledPlan | undefined> {
  const guessed = guessPlanName(decodeText(text).text);
  if (guessed === undefined) return undefined;
  const name = environment === undefined ? guessed : `${guessed}.${environment.name}`;
  const surroundings = surroundingsOf(options);
  const warnings: string[] = [];
  const plan = { name, file };
  const { cwd, random } = surroundings;
  const state = new PlanState(plan, {
    cwd,
    random,
    ...defined({ state: options.state }),
    onWarning: (message) => warnings.push(message),
  });
  if (!(await state.exists())) return undefined;
  return {
    plan,
    state,
    surroundings,
    warn: () => {
      for (const warning of warnings.splice(0)) surroundings.onWarning(warning);
    },
    [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
  };
}

const NAME = /^name:[ \t]+(["']?)([\w.-]+)\1[ \t]*(?:#.*)?\r?$/m;

/**
 * The name of a plan as most plans write it, found without parsing. It can be wrong: whoever uses it has to learn in another
 * way that what it led to belongs to the plan.
 */
export function guessPlanName(text: string): string | undefined {
  return NAME.exec(text)?.[2];
}
