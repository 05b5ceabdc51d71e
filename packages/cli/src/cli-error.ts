import { defined, WaybillError } from '@waybill/core';

export type CliErrorCode =
  | 'CLI_FILE_UNREADABLE'
  | 'CLI_FILE_EXISTS'
  | 'CLI_FILE_NOT_REGULAR'
  | 'CLI_OPTION_INVALID'
  | 'CLI_SANDBOX_ENDED'
  | 'CLI_STATE_MISSING'
  | 'CLI_STEP_UNKNOWN'
  | 'CLI_GATE_NOT_WAITING'
  | 'CLI_CUTOVER_BLOCKED'
  | 'CLI_UNIT_NOT_FITTING'
  | 'CLI_CONFIRMATION_MISSING'
  | 'CLI_FORGE_MISSING'
  | 'CLI_FORGE_REFUSED'
  | 'CLI_PREVIEW_INVALID'
  | 'CLI_SCHEMA_UNKNOWN';

/** A command that cannot be carried out as it was given. Nothing was done. */
export class CliError extends WaybillError {
  constructor(code: CliErrorCode, message: string, hint?: string) {
    super(code, message, defined({ hint }));
  }
}
