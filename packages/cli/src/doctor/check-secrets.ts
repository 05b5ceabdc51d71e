import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Plan, type SecretReader, type SecretSource, SecretUnreadableError } from '@waybill/core';
import { findSecretFlaws } from '@waybill/core/internal';
import type { Finding } from './finding.ts';

export interface CheckedSecrets {
  readonly findings: readonly Finding[];
  /** Of those that have a value. */
  readonly values: ReadonlyMap<string, string>;
}

/** Whether every secret of the plan has a value here. */
export function checkSecrets(plan: Plan, read: SecretReader, cwd: string): CheckedSecrets {
  const values = new Map<string, string>();
  const findings = [...plan.secrets].map(([name, source]): Finding => {
    const value = tryRead(source, read);
    if (typeof value.text === 'string' && value.text !== '') values.set(name, value.text);
    return describe(name, source, value, cwd);
  });
  return { findings, values };
}

interface ReadValue {
  readonly text?: string | undefined;
  readonly fault?: string;
}

function tryRead(source: SecretSource, read: SecretReader): ReadValue {
  try {
    return { text: read(source) };
  } catch (error) {
    if (error instanceof SecretUnreadableError) return { fault: error.reason };
    return { fault: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function describe(name: string, source: SecretSource, { text, fault }: ReadValue, cwd: string): Finding {
  const place = source.kind === 'env' ? `environment variable ${source.name}` : `file ${source.path}`;
  const found = { area: 'secrets', subject: name } as const;
  if (fault !== undefined) {
    const fix = 'Make it a regular file that holds UTF-8 text and that this user can read.';
    return { ...found, level: 'error', detail: `${place} ${fault}`, fix };
  }
  if (text === undefined || text === '') {
    const isEnv = source.kind === 'env';
    const fix = isEnv ? `Set ${source.name}.` : `Create ${source.path} with the value in it.`;
    const missing = isEnv ? 'is not set' : 'does not exist';
    return { ...found, level: 'error', detail: `${place} ${text === '' ? 'is empty' : missing}`, fix };
  }
  const flaws = findSecretFlaws(text);
  if (flaws.length > 0) {
    const detail = `${place} has a value that ${flaws.join(', and that ')}; the vendor gets it exactly as it is`;
    const fix =
      source.kind === 'env'
        ? `Set ${source.name} without it.`
        : `Write it without that: printf %s 'value' > ${source.path}`;
    return { ...found, level: 'warning', detail, fix };
  }
  if (source.kind === 'file' && isOpen(resolve(cwd, source.path))) {
    const detail = `${place} has a value, and others on this machine can read it`;
    return { ...found, level: 'warning', detail, fix: `chmod 600 ${source.path}` };
  }
  return { ...found, level: 'ok', detail: `${place} has a value` };
}

/** On Windows the mode says nothing about who can read a file. */
function isOpen(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o044) !== 0;
}
