import { mayHoldUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { decodeText } from '../../value/decode-text.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { SecretSource } from '../plan.ts';
import { memberOf } from '../secret-family.ts';
import { createFindings } from '../syntax/findings.ts';
import { readDocument } from '../syntax/read-document.ts';
import { buildProviders } from './build-providers.ts';
import { buildSecrets } from './build-secrets.ts';
import { fillInputs, type LoadOptions, nameOf, readInputs } from './load-plan.ts';
import type { PlanHead } from './plan-head.ts';

/**
 * The head of a plan without its migrations being read, which are nearly all of a long one; which members of families of
 * secrets they refer to has to be known. Nothing is checked, and how the migrations are found may be wrong: what comes out
 * counts only where its digest is that of a plan that was compiled. Undefined where it cannot be read so.
 */
export function loadHead(
  bytes: Uint8Array,
  options: LoadOptions,
  members: readonly string[] = [],
): PlanHead | undefined {
  const { text } = decodeText(bytes);
  // Passwords in URLs of migrations are secrets too, and would be missed here.
  if (mayHoldUrlPasswords(text)) return undefined;
  const { document } = readDocument(cutMigrations(text), options);
  if (document === undefined) return undefined;
  const { root, source } = document;
  const { single, families } = buildSecrets(root.secrets);
  const ofFamilies = members.flatMap((name) => memberEntry(name, families));
  const findings = createFindings(source);
  const { inputs } = readInputs(document, options, findings);
  return {
    name: nameOf(root.name, options.environment),
    inputs: Object.fromEntries(inputs),
    secrets: new Map([...single, ...ofFamilies]),
    ...defined({ secretFamilies: nonEmpty(families) }),
    providers: buildProviders(fillInputs(root.providers ?? {}, inputs), options.registry, findings),
  };
}

function memberEntry(
  name: string,
  families: ReadonlyMap<string, SecretSource>,
): readonly (readonly [string, SecretSource])[] {
  const source = memberOf(name, families);
  return source === undefined ? [] : [[name, source]];
}

const START = /^migrations:/m;
/** The next line that belongs to no entry of them. */
const END = /^[^\s#]/gm;

function cutMigrations(text: string): string {
  const start = START.exec(text)?.index;
  if (start === undefined) return text;
  END.lastIndex = start + 1;
  const end = END.exec(text)?.index;
  return text.slice(0, start) + (end === undefined ? '' : text.slice(end));
}
