/** What `waybill init` can start from, for help and completion, which load no provider. */
export async function emitStarterNames(): Promise<string> {
  const { builtInProviders } = await import('../../packages/node/src/generated/built-in-providers.generated.ts');
  const offered = builtInProviders.filter(({ starters = [] }) => starters.length > 0);
  const all = offered.flatMap(({ type, starters = [] }) => starters.map(({ kind }) => ({ type, kind })));
  // A kind that several providers have is named with its provider.
  const kinds = all.map(({ type, kind }) =>
    all.filter((each) => each.kind === kind).length > 1 ? `${type}/${kind}` : kind,
  );
  return `// Made by scripts/generate.ts from the providers. Do not edit.

/** Types of providers that have a plan to start from. */
export const STARTER_PROVIDERS: readonly string[] = ${JSON.stringify(offered.map(({ type }) => type))};

/** Kinds that have a plan to start from. */
export const STARTER_KINDS: readonly string[] = ${JSON.stringify(kinds)};
`;
}
