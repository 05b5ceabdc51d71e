import { parseDurationMs } from '@waybill/core';
import { CliError } from './cli-error.ts';

/**
 * A whole number of at least `least`, from an option.
 *
 * @throws CliError
 */
export function parseCount(text: string, option: string, least: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= least) return count;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${option} ${text} is not a whole number of at least ${least}.`,
    `Use only digits, such as ${option} ${Math.max(least, 1)}.`,
  );
}

/**
 * `90s`, `30m`, `5h30m`: one or more durations in a row, added up.
 *
 * @throws CliError
 */
export function parseRuntimeMs(text: string, option: string): number {
  const parts = text.match(/\d+[a-z]+/g) ?? [];
  const durations = parts.map((part) => parseDurationMs(part));
  const sum = durations.reduce<number>((total, ms) => total + (ms ?? Number.NaN), 0);
  if (parts.join('') === text && sum > 0) return sum;
  throw new CliError('CLI_OPTION_INVALID', `${option} ${text} is not a duration.`, 'Write it as 90s, 30m or 5h30m.');
}

/**
 * `api.example.com` or `https://api.example.com:8443`, as an origin.
 *
 * @throws CliError
 */
export function parseOrigin(text: string, option: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  const isOrigin = url !== null && ['https:', 'http:'].includes(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin && !url.hostname.includes('*')) return url.origin;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${option} ${text} is not the address of an API.`,
    'Write it as api.example.com or https://api.example.com:8443, without a path; patterns are not accepted.',
  );
}

/**
 * Why an operator decided. What is not given is shown as such; what is given has to say something.
 *
 * @throws CliError
 */
export function parseReason(text: string | undefined): string {
  if (text === undefined) return 'no reason given';
  if (/[\p{L}\p{N}]/u.test(text)) return text.trim();
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--reason '${text}' is not a reason.`,
    'It is kept in the journal: state the reason.',
  );
}
