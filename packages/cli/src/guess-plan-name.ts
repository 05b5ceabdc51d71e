const NAME = /^name:[ \t]+(["']?)([\w.-]+)\1[ \t]*(?:#.*)?\r?$/m;

/**
 * The name of a plan as most plans write it, found without parsing. It can be wrong: whoever uses it has to learn in another
 * way that what it led to belongs to the plan.
 */
export function guessPlanName(text: string): string | undefined {
  return NAME.exec(text)?.[2];
}
