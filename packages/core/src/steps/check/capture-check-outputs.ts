import { assertInvariant } from '../../errors.ts';
import type { CheckStep } from '../../graph/graph.ts';
import type { Provider } from '../../provider/provider.ts';
import type { Redactor } from '../../redact/redactor.ts';
import type { Json, JsonObject } from '../../value/value.ts';
import { captureOutputs } from '../capture-outputs.ts';
import type { CheckRead, ReadEnding } from './judge-check.ts';

/** What is kept of the answers of a check. A low-level read keeps what its operation declares, a check of a kind what the check does. */
export function captureCheckOutputs(
  step: CheckStep,
  { reads, endings }: { readonly reads: readonly CheckRead[]; readonly endings: readonly ReadEnding[] },
  { provider, redactor }: { readonly provider: Provider; readonly redactor: Redactor },
): JsonObject {
  const declared = step.check === 'answered' ? provider.operations[step.operation] : provider.checks[step.check];
  assertInvariant(declared !== undefined, `kinds use declared operations and checks: ${step.address}`);
  if (declared.outputs === undefined) return {};
  const exchange = { request: reads[0]?.args ?? {}, response: answerOf(endings[0]), beside: answerOf(endings[1]) };
  const template = [step.arguments, step.beside?.arguments ?? null];
  return captureOutputs(declared.outputs, exchange, { template, resolved: reads.map(({ args }) => args), redactor });
}

function answerOf(ending: ReadEnding | undefined): Json {
  return ending?.kind === 'answered' ? ending.response : null;
}
