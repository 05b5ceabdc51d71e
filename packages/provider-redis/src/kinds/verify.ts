import { type BlueprintProblem, defined, type Kind, type KindInput } from '@waybill/core';
import { aliasIn, impactOfReading, objectIn } from '@waybill/provider-kit';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import type { ComparedServers } from './compared-steps.ts';
import { sameServer } from './comparison.ts';
import { comparisonSteps } from './comparison-steps.ts';
import { readLevel, UNSEEN, VERIFICATION_LEVELS } from './levels.ts';
import { unencryptedLogins } from './unencrypted-logins.ts';

/** Compares a server with what should have its keys, whoever has moved them. Both sides are only read. */
export const verify: Kind = {
  name: 'verify',
  title: 'compare the keys of two Redis servers',
  withSchema: kindSchemas.verify,
  optionsSchema: optionsSchemas.verify,
  outputs: ['keys'],
  decisivePaths: [['source', 'connection'], ['target', 'connection'], ['databases']],
  describe: ({ source, target, databases }, connection) => ({
    from: {
      label: 'Redis',
      ...defined({ connection: aliasIn(source, connection) }),
      facts: [
        { name: 'compared with', value: aliasIn(target, connection) },
        { name: 'databases', value: databases },
      ],
    },
  }),
  expand: (input) => {
    const servers = readServers(input);
    const { checks, steps, keys } = comparisonSteps(servers);
    const problems = problemsOf(servers, input);
    return {
      steps: [...checks, ...steps],
      outputs: { keys },
      ...defined({ problems: problems.length === 0 ? undefined : problems }),
    };
  },
  impact: ({ options }) => impactOfReading(UNSEEN[readLevel(objectIn(options['verify'])['level'])]),
  verificationLevels: VERIFICATION_LEVELS,
  verification: (applied, level) => comparisonSteps(readServers(applied), level).verification,
  freshness: (applied, noted) => comparisonSteps(readServers(applied)).freshness(noted),
};

function problemsOf({ source, target }: ComparedServers, input: KindInput): readonly BlueprintProblem[] {
  const [from, to] = [source.connection, target.connection];
  if (from === undefined || to === undefined) return [];
  const sides = [
    { connection: from, namedAt: 'with.source' },
    { connection: to, namedAt: 'with.target' },
  ] as const;
  return [...unencryptedLogins(sides, input), ...sameServer(...sides)];
}

function readServers({ with: given, options, connection }: KindInput): ComparedServers {
  return {
    source: { connection: aliasIn(given['source'], connection) },
    target: { connection: aliasIn(given['target'], connection) },
    verify: objectIn(options['verify']),
    databases: given['databases'],
  };
}
