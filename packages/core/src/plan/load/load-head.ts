import { mayHoldUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { decodeText } from '../../value/decode-text.ts';
import { createFindings } from '../syntax/findings.ts';
import { readDocument } from '../syntax/read-document.ts';
import { buildProviders } from './build-providers.ts';
import { buildSecrets } from './build-secrets.ts';
import { fillInputs, type LoadOptions } from './load-plan.ts';
import type { PlanHead } from './plan-head.ts';
import { resolveInputs } from './resolve-inputs.ts';

/**
 * The head of a plan without its migrations being read, which are nearly all of a long one. Nothing is checked, and how
 * the migrations are found may be wrong: what comes out counts only where its digest is that of a plan that was compiled.
 * Undefined where it cannot be read so.
 */
export function loadHead(bytes: Uint8Array, options: LoadOptions): PlanHead | undefined {
  const { text } = decodeText(bytes);
  // Passwords in URLs of migrations are secrets too, and would be missed here.
  if (mayHoldUrlPasswords(text)) return undefined;
  const { document } = readDocument(cutMigrations(text), options);
  if (document === undefined) return undefined;
  const { root, source } = document;
  const secrets = buildSecrets(root.secrets);
  // Which members of a family are meant, the migrations say; commands are run by a whole plan only.
  if (secrets.families.size > 0 || [...secrets.single.values()].some(({ kind }) => kind === 'command'))
    return undefined;
  const findings = createFindings(source);
  const inputs = resolveInputs(document, options.variables ?? {}, findings);
  return {
    name: typeof root.name === 'string' ? root.name : '',
    inputs: Object.fromEntries(inputs),
    secrets: secrets.single,
    providers: buildProviders(fillInputs(root.providers ?? {}, inputs), options.registry, findings),
  };
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
