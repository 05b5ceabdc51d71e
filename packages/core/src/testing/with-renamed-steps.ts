import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { Provider } from '../provider/provider.ts';
import { defined } from '../value/defined.ts';
import { mapReferences } from '../value/map-references.ts';
import { Reference, type Value } from '../value/value.ts';

/** A later version of the provider, whose kinds call some steps otherwise: old name → new one. */
export function withRenamedSteps(provider: Provider, names: Readonly<Record<string, string>>): Provider {
  const kinds = Object.entries(provider.kinds).map(([name, kind]) => [
    name,
    { ...kind, expand: (input: Parameters<typeof kind.expand>[0]) => renameIn(kind.expand(input), names) },
  ]);
  return { ...provider, version: `${provider.version}.1`, kinds: Object.fromEntries(kinds) };
}

function renameIn(blueprint: Blueprint, names: Readonly<Record<string, string>>): Blueprint {
  const renamed = (name: string): string => names[name] ?? name;
  const value = <V extends Value>(old: V): V =>
    mapReferences(old, ({ path: [root = '', name = '', ...rest] }) =>
      root === 'steps' ? new Reference([root, renamed(name), ...rest]) : new Reference([root, name, ...rest]),
    ) as V;
  const { activity } = blueprint;
  return {
    ...blueprint,
    steps: blueprint.steps.map((step): StepBlueprint => {
      const { name, formerly = [], needs } = step;
      return {
        ...step,
        name: renamed(name),
        ...(renamed(name) === name ? {} : { formerly: [...formerly, name] }),
        ...defined({ needs: needs?.map(renamed) }),
        ...('arguments' in step ? { arguments: value(step.arguments) } : {}),
      };
    }),
    outputs: value(blueprint.outputs),
    ...defined({
      activity: activity && { ...activity, opens: renamed(activity.opens), closes: renamed(activity.closes) },
    }),
  };
}
