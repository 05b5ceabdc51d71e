/**
 * What a comparison of two sides found that fails its step. `unstable`: they differ, and something was written to one of them
 * meanwhile, so that the difference may be of the moment.
 */
export type FailedVerification = 'different' | 'unstable';

/** Something in which two sides differ, without its values. */
export interface Difference {
  /** `missing`, `extra`, `changed`. */
  readonly what: string;
  /** Of a document, a key or a setting. */
  readonly id: string;
  /** What else tells it from others: the routing of a document. */
  readonly details?: Readonly<Record<string, string>>;
}

const CODES: Readonly<Record<FailedVerification, string>> = {
  different: 'RUN_VERIFY_DIFFERENT',
  unstable: 'RUN_VERIFY_UNSTABLE',
};

/** The code with which a step fails because of what it found. */
export function codeOfVerification(result: FailedVerification): string {
  return CODES[result];
}

/** What a step found that failed with the code; undefined where it failed for another reason. */
export function failedVerificationOf(code: string | undefined): FailedVerification | undefined {
  return (['different', 'unstable'] as const).find((result) => CODES[result] === code);
}
