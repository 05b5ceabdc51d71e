import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectedAccount } from '@waybill/core';
import type { CliIo } from './cli-io.ts';

/** What a run leaves for others on this machine to find, as long as it lasts. */
interface AccountNote {
  readonly plan: string;
  readonly pid: number;
  readonly callsPerSecond: number;
}

/**
 * One small file for each account and run in a folder of the user: two runs on one account keep their limits each by
 * itself, and the vendor sees both. Advice only: where it cannot be written, nothing is said and nothing else changes.
 */
export class AccountNotes implements Disposable {
  readonly #io: CliIo;
  readonly #plan: string;
  readonly #written: string[] = [];

  constructor(plan: string, io: CliIo) {
    this.#plan = plan;
    this.#io = io;
  }

  /** Leaves a note for each account. Gives a sentence for each other run that uses one of them now. */
  announce(accounts: readonly ConnectedAccount[]): readonly string[] {
    const root = notesFolder(this.#io.env);
    if (root === undefined) return [];
    try {
      return accounts.flatMap((account) => this.#announceOne(root, account));
    } catch {
      return [];
    }
  }

  [Symbol.dispose](): void {
    for (const path of this.#written) rmSync(path, { force: true });
  }

  #announceOne(root: string, { scope, providers, requests }: ConnectedAccount): readonly string[] {
    const folder = join(root, createHash('sha256').update(scope).digest('hex').slice(0, 32));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { host } = this.#io;
    const others = readNotes(folder, host);
    const own: AccountNote = {
      plan: this.#plan,
      pid: host.pid,
      callsPerSecond: (requests.count * 1_000) / requests.intervalMs,
    };
    const path = join(folder, `${host.pid}.json`);
    writeFileSync(path, JSON.stringify(own), { mode: 0o600 });
    this.#written.push(path);
    return others.map((other) => describeOther(other, own, providers));
  }
}

/** The runtime directory of the login session, which other users cannot read; else the cache of the home directory. */
function notesFolder(env: CliIo['env']): string | undefined {
  const runtime = env['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && runtime !== '') return join(runtime, 'waybill', 'accounts');
  const home = env['HOME'];
  return home === undefined || home === '' ? undefined : join(home, '.cache', 'waybill', 'accounts');
}

/** Of runs that live. What a killed one left behind is removed. */
function readNotes(folder: string, host: CliIo['host']): readonly AccountNote[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const note = parseNote(path);
    if (note !== undefined && note.pid !== host.pid && host.isProcessAlive(note.pid)) return [note];
    rmSync(path, { force: true });
    return [];
  });
}

function parseNote(path: string): AccountNote | undefined {
  try {
    const { plan, pid, callsPerSecond } = JSON.parse(readFileSync(path, 'utf8')) as Partial<AccountNote>;
    const isNote = typeof plan === 'string' && typeof pid === 'number' && typeof callsPerSecond === 'number';
    return isNote ? { plan, pid, callsPerSecond } : undefined;
  } catch {
    return undefined;
  }
}

function describeOther(other: AccountNote, own: AccountNote, providers: readonly string[]): string {
  const together = Number((other.callsPerSecond + own.callsPerSecond).toFixed(2));
  return (
    `Another run on this machine uses the account of ${providers.join(' and ')}: plan ${other.plan} (process ${other.pid}). ` +
    `Limits hold for each run by itself; together they allow ${together} calls/s. Divide limits between the plans, or put the migrations into one plan.`
  );
}
