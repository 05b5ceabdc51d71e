/**
 * The plan's schema for editors, from what the providers declare. They are loaded here and not before, because they hold
 * files that this script writes first.
 */
export async function emitEditorSchema(): Promise<string> {
  const [{ buildEditorSchema }, { builtInRegistry }] = await Promise.all([
    import('../../packages/core/src/internal.ts'),
    import('../../packages/node/src/built-in-registry.ts'),
  ]);
  return `${JSON.stringify(buildEditorSchema(builtInRegistry), null, 2)}\n`;
}

/** The schema for editors of a file of values, whatever its plan declares. */
export async function emitValuesEditorSchema(): Promise<string> {
  const { buildValuesSchema } = await import('../../packages/core/src/internal.ts');
  return `${JSON.stringify(buildValuesSchema(), null, 2)}\n`;
}
