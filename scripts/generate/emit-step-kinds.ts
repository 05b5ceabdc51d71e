/** The words for what a step is, from the one list of their modules. */
export async function emitStepKindSchema(): Promise<string> {
  const { STEP_MODULES } = await import('../../packages/core/src/provider/steps/step-modules.ts');
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://waybill.dev/schemas/step-kind.schema.json',
    title: 'Kind of a step',
    description: 'What a step does: it says who moves the step, and what can be known of it beforehand.',
    $comment: 'Made by scripts/generate.ts. Do not edit.',
    enum: Object.keys(STEP_MODULES),
  };
  const lines = Object.entries(schema).map(([key, value]) => `  "${key}": ${textOf(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function textOf(value: string | readonly string[]): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `[${value.map((word) => JSON.stringify(word)).join(', ')}]`;
}
