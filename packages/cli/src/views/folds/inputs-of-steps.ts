/** The inputs to which a plan refers outside of its providers, by its text: too many rather than too few. */
export function inputsOfSteps(text: string): ReadonlySet<string> {
  const sections = text.split(/^(?=[^\s#])/m).filter((section) => !section.startsWith('providers:'));
  const names = sections.flatMap((section) =>
    [...section.matchAll(/\binputs\.([\w-]+)/g)].map(([, name = '']) => name),
  );
  return new Set(names);
}
