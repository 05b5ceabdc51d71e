/** What `waybill doctor` found out about one thing. */
export interface Finding {
  readonly area: 'environment' | 'plan' | 'secrets' | 'credentials' | 'state' | 'scan';
  readonly level: 'ok' | 'warning' | 'error';
  /** What was looked at, in a few words. */
  readonly subject: string;
  /** What was found: one sentence, never a secret value. */
  readonly detail: string;
  /** How to fix it. Always there unless it is fine. */
  readonly fix?: string;
  /** A command that puts it right. */
  readonly command?: string;
  /** Where a secret value was found. */
  readonly file?: string;
  readonly byteOffset?: number;
}
