/** What `waybill init` can start from, for help and completion, which load no provider. */
export async function emitStarterNames(): Promise<string> {
  const { builtInProviders } = await import('../../packages/node/src/generated/built-in-providers.generated.ts');
  const offered = builtInProviders.filter(({ starters = [] }) => starters.length > 0);
  const kinds = offered.flatMap(({ starters = [] }) => starters.map(({ kind }) => kind));
  return `// Made by scripts/generate.ts from the providers. Do not edit.

/** Types of providers that have a plan to start from. */
export const STARTER_PROVIDERS: readonly string[] = ${JSON.stringify(offered.map(({ type }) => type))};

/** Kinds that have a plan to start from. */
export const STARTER_KINDS: readonly string[] = ${JSON.stringify([...new Set(kinds)])};
`;
}
