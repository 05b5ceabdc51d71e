/** Tests addresses against one that the user gave, in which `*` matches any text and nothing else is special. */
export function matchAddress(pattern: string): (address: string) => boolean {
  if (!pattern.includes('*')) return (address) => address === pattern;
  const literals = pattern.split('*').map((part) => RegExp.escape(part));
  const expression = new RegExp(`^${literals.join('.*')}$`, 's');
  return (address) => expression.test(address);
}
