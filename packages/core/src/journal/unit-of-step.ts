/** The address of the unit that a step belongs to; empty for what is no address of a step. Names of steps hold no dot. */
export function unitOfStep(step: string): string {
  return step.slice(0, Math.max(0, step.lastIndexOf('.')));
}
