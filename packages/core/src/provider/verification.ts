import { defined } from '../value/defined.ts';
import type { JsonObject } from '../value/value.ts';

/**
 * What a comparison of two sides found that fails its step. `unstable`: they differ, and something was written to one of them
 * meanwhile, so that the difference may be of the moment.
 */
export type FailedVerification = 'different' | 'unstable';

/** What a comparison of two sides found. */
export type VerificationResult = 'equal' | FailedVerification;

/**
 * What a step that compared two sides keeps among its outputs, under these names, so that a report says what was compared.
 */
export interface ComparisonOutputs {
  readonly result: VerificationResult;
  /** How thoroughly: a word of the kind. */
  readonly level?: string;
  /** How many were compared. */
  readonly documents?: number;
}

/** Undefined where the outputs are not those of a comparison. */
export function comparisonIn({ result, level, documents }: JsonObject): ComparisonOutputs | undefined {
  if (result !== 'equal' && result !== 'different' && result !== 'unstable') return undefined;
  return {
    result,
    ...defined({
      level: typeof level === 'string' ? level : undefined,
      documents: typeof documents === 'number' ? documents : undefined,
    }),
  };
}

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
