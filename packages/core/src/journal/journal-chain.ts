import { hash } from 'node:crypto';

/** A row of the journal as it is stored, and as the chain sees it. */
export interface ChainedRow {
  readonly seq: number;
  readonly rid: string;
  readonly epoch: number;
  readonly t: number;
  readonly kind: string;
  readonly step: string | null;
  readonly body: string;
}

/**
 * The keyed digests that tie a journal together: the header has one, and each commit has one over the digest before it and
 * over its rows. A bit that changed anywhere shows in the first commit that it touches. A missing end does not show here:
 * the head, kept beside the header, names the last commit.
 *
 * The digest is nested as in HMAC, with SHA-256 in one call each: Node's `createHmac` takes five times as long as
 * resuming a record does.
 */
export class JournalChain {
  readonly #inner: string;
  readonly #outer: string;

  constructor(digestKey: Uint8Array) {
    const key = Buffer.from(digestKey).toString('hex');
    this.#inner = hash('sha256', `waybill journal, inner ${key}`, 'hex');
    this.#outer = hash('sha256', `waybill journal, outer ${key}`, 'hex');
  }

  /** Where the chain begins. */
  header(header: { readonly stateId: string; readonly plan: string }): string {
    return this.#digest(`header ${framed(header.stateId)}${framed(header.plan)}`);
  }

  commit(before: string, rows: readonly ChainedRow[]): string {
    // Grown and not joined: SHA-256 then gets the one flat copy that is made of it.
    let text = `commit ${before}`;
    for (const row of rows) text += rowText(row);
    return this.#digest(text);
  }

  /** A message in the inbox, which no commit covers. */
  message(body: string): string {
    return this.#digest(`message ${body}`);
  }

  /** A fold of the journal up to the commit that ends with `seq`; `bodyHash` is SHA-256 over its text, in hex. */
  snapshot({
    seq,
    chain,
    bodyHash,
  }: {
    readonly seq: number;
    readonly chain: string;
    readonly bodyHash: string;
  }): string {
    return this.#digest(`snapshot ${seq} ${framed(chain)}${framed(bodyHash)}`);
  }

  #digest(text: string): string {
    return hash('sha256', this.#outer + hash('sha256', this.#inner + text, 'hex'), 'hex');
  }
}

function rowText({ seq, rid, epoch, t, kind, step, body }: ChainedRow): string {
  return `\n${seq} ${epoch} ${t} ${framed(rid)}${framed(kind)}${step === null ? '-' : framed(step)}${framed(body)}`;
}

/** With its length before it, so that text cannot move from one field into the next. */
function framed(text: string): string {
  return `${text.length}:${text}`;
}
