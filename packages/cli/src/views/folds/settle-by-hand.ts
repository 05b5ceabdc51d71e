import { type CommandContext, commandLine, PLACEHOLDER } from './command-line.ts';

/** A call of unknown outcome, and the values of its answer that later steps need. */
export interface CallToSettle {
  readonly step: string;
  readonly outputs: readonly string[];
}

/** Says that a call happened. Refused without the outputs, which only an operator has. */
export function adoptByHand({ step, outputs }: CallToSettle, context: CommandContext): string {
  const values = outputs.flatMap((name) => ['--output', `${name}=${PLACEHOLDER}`]);
  // A command that could be run as it is stays one.
  const reason = values.length === 0 ? [] : ['--reason', PLACEHOLDER];
  return commandLine('state adopt', context, step, ...values, ...reason);
}

/** Says that it did not. */
export function resolveByHand(step: string, context: CommandContext): string {
  return commandLine('state resolve', context, step, '--did-not-happen', '--reason', PLACEHOLDER);
}
