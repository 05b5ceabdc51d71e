import { statSync } from 'node:fs';
import { WaybillError } from '../../errors.ts';

/** The file that a process has open is not the one at its path any more: it was deleted, moved or replaced. */
export class StateMovedError extends WaybillError {
  constructor(path: string) {
    super('JOURNAL_MOVED', `The state ${path} was deleted, moved or replaced while it was in use.`, {
      hint: 'Put it back, with the files next to it, or put a copy in its place; then resume. What was not recorded is looked up.',
    });
  }
}

/** Which file is at a path, to tell whether it is still the one that was opened. */
export class SqliteFile {
  readonly path: string;
  readonly #identity: string;

  constructor(path: string) {
    this.path = path;
    this.#identity = identityOf(path);
  }

  /** Takes microseconds, so that it can be asked before each request. */
  get isInPlace(): boolean {
    return identityOf(this.path) === this.#identity;
  }

  /** @throws StateMovedError */
  expectInPlace(): void {
    if (!this.isInPlace) throw new StateMovedError(this.path);
  }
}

/** The time of birth tells a new file from an old one whose inode it was given. */
function identityOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.dev} ${stat.ino} ${stat.birthtimeNs}`;
}
