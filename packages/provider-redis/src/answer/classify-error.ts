import type { ProviderErrorClass } from '@waybill/core';
import type { Classification } from '@waybill/provider-kit';

interface Rule {
  readonly pattern: RegExp;
  readonly class: ProviderErrorClass;
  readonly hint?: string;
}

/** By the first word of what a server says. Source: answers of Redis 4 to 8. */
const RULES: readonly Rule[] = [
  {
    pattern: /^(?:WRONGPASS|NOAUTH)\b|^ERR (?:invalid password|Client sent AUTH|AUTH <password> called)/,
    class: 'unauthorized',
    hint: 'Check username and password of the connection.',
  },
  {
    pattern: /^NOPERM\b/,
    class: 'forbidden',
    hint: 'Allow the user of the connection this command: see the rights in the documentation of the provider.',
  },
  {
    pattern: /^DENIED\b/,
    class: 'forbidden',
    hint: 'The server is in protected mode: give it a password, or bind it.',
  },
  { pattern: /^LOADING\b/, class: 'busy', hint: 'The server is still loading its data.' },
  { pattern: /^BUSY\b/, class: 'busy', hint: 'A script of another client is running on the server.' },
  { pattern: /^(?:TRYAGAIN|MOVED|ASK|CLUSTERDOWN)\b/, class: 'busy', hint: 'The cluster is being reconfigured.' },
  { pattern: /^MASTERDOWN\b/, class: 'busy', hint: 'The server is a replica that has lost its master.' },
  { pattern: /non local key in a cluster node/i, class: 'busy', hint: 'The cluster is being reconfigured.' },
  { pattern: /^OOM\b/, class: 'busy', hint: 'The server is out of memory.' },
  { pattern: /max number of clients reached/, class: 'throttled' },
  { pattern: /^READONLY\b/, class: 'fatal', hint: 'The server is a read-only replica.' },
  {
    pattern: /^CROSSSLOT\b/,
    class: 'fatal',
    hint: 'The keys are spread over several servers: set mode: proxy on the connection, or mode: cluster for a Redis Cluster.',
  },
  {
    pattern: /^ERR unknown command\b/i,
    class: 'forbidden',
    hint: 'The server does not offer the command, or its operator has renamed it. Scripts are not needed with level: dump.',
  },
];

/** What an error of a server means: the command had no effect. */
export function classifyError(said: string): Classification {
  const rule = RULES.find(({ pattern }) => pattern.test(said));
  return { class: rule?.class ?? 'fatal', isCertainRefusal: true, hint: rule?.hint };
}

/** `NOPERM`, `ERR`. */
export function codeOf(said: string): string {
  return /^[A-Z]{2,20}\b/.exec(said)?.[0] ?? 'ERR';
}
