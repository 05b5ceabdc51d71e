import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '@waybill/core/internal';
import type { CliIo } from '../cli-io.ts';
import { createStyle, UNICODE_SYMBOLS } from '../views/text/style.ts';
import type { Finding } from './finding.ts';

/** Source: `engines` of our package. */
const LEAST_NODE = 24;

export interface EnvironmentFacts {
  readonly nodeVersion: string;
  /** The version of SQLite, or why it cannot be used. */
  readonly sqlite: { readonly version: string } | { readonly fault: string };
}

export function readEnvironment(): EnvironmentFacts {
  return { nodeVersion: process.versions.node, sqlite: trySqlite() };
}

function trySqlite(): EnvironmentFacts['sqlite'] {
  try {
    const database = new DatabaseSync(':memory:');
    const version = String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
    database.close();
    return { version };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

/** What of this machine matters for every plan. */
export function checkEnvironment(facts: EnvironmentFacts, flags: { readonly color?: boolean }, io: CliIo): Finding[] {
  return [checkNode(facts.nodeVersion), checkSqlite(facts.sqlite), checkTerminal(flags, io)];
}

function checkNode(version: string): Finding {
  const isNewEnough = Number(version.split('.')[0]) >= LEAST_NODE;
  const found = { area: 'environment', subject: 'Node', detail: `version ${version}` } as const;
  if (isNewEnough) return { ...found, level: 'ok' };
  return { ...found, level: 'error', fix: `Install Node ${LEAST_NODE} or newer.` };
}

function checkSqlite(sqlite: EnvironmentFacts['sqlite']): Finding {
  const found = { area: 'environment', subject: 'SQLite' } as const;
  if ('version' in sqlite) return { ...found, level: 'ok', detail: `version ${sqlite.version}, built into Node` };
  return {
    ...found,
    level: 'error',
    detail: `cannot be used: ${sqlite.fault}`,
    fix: `The state is kept in SQLite: use an official build of Node ${LEAST_NODE} or newer.`,
  };
}

/** Nothing here is wrong; it says what output will look like, and why. */
function checkTerminal(flags: { readonly color?: boolean }, io: CliIo): Finding {
  const style = createStyle(io.stdout, io.env, flags);
  const place = io.stdout.isTTY ? `a terminal of ${style.columns} columns` : 'no terminal';
  const colors = style.color ? 'colours' : 'no colours';
  const symbols = style.symbols === UNICODE_SYMBOLS ? 'Unicode' : 'ASCII, because the locale does not name UTF-8';
  return { area: 'environment', level: 'ok', subject: 'Output', detail: `${place}, ${colors}, ${symbols}` };
}
