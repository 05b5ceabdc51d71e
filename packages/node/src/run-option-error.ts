import { WaybillError } from '@waybill/core';

/** Options of a run have values that no run can follow. Nothing was opened, written or sent. */
export class RunOptionError extends WaybillError {
  /** A sentence for each such option. */
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super('RUN_OPTION_INVALID', findings.join(' '), { hint: 'Correct the value, or leave the option out.' });
    this.findings = findings;
  }
}
