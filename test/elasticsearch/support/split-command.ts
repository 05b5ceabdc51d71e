/** Stands in a proposed command for what an operator has to say. */
const LEFT_OPEN = '...';

/** A command that Waybill proposes, as the words before and after the name of the plan. What it leaves open is filled in. */
export function splitCommand(command: string): { readonly verb: string; readonly words: readonly string[] } {
  const quoted = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)];
  const words = quoted.map(([, single, double, bare = '']) => single ?? double ?? bare);
  const plan = words.indexOf('plan.yaml');
  if (words[0] !== 'waybill' || plan < 2) throw new Error(`not a command on the plan: ${command}`);
  const after = words.slice(plan + 1).map((word) => (word === LEFT_OPEN ? 'it was tried' : word));
  return { verb: words.slice(1, plan).join(' '), words: after };
}
