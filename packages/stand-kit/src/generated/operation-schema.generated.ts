// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

/** How an operation's arguments become an HTTP request. */
export interface OperationBinding {
  readonly provider: string;
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces. `{project_id}` comes from the provider's configuration, all others from the arguments. */
  readonly path: string;
  /** Where an argument goes. Arguments that are not named here are fields of the JSON body. */
  readonly parameters: Readonly<Record<string, 'path' | 'query' | 'header'>>;
  /** HTTP statuses of success, the documented one first. */
  readonly success: readonly number[];
  readonly effect: boolean;
  /** Title of the vendor document. */
  readonly document: string;
}

/** One vendor operation. `request` is the flat argument object; `response` is lenient. Both stand alone. */
export interface OperationSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-waybill': OperationBinding;
  readonly $defs: { readonly request: object; readonly response: object };
}
