import { type JsonObject, Refusal } from '@waybill/stand-kit';

/** An error as clusters answer it: `code` is its type, `message` its reason. */
export class ClusterError extends Refusal {
  /** Members beside type and reason. */
  readonly details: JsonObject;

  constructor(
    status: number,
    type: string,
    reason: string,
    details: JsonObject = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(status, type, reason, headers);
    this.details = details;
  }

  /** As it is shown in a task, which does not say the status. */
  get shown(): JsonObject {
    return { type: this.code, reason: this.message, ...this.details };
  }
}

/** An error whose whole text is one line. */
export class BareError extends Refusal {
  readonly body: JsonObject;

  constructor(status: number, code: string, body: JsonObject) {
    super(status, code, String(body['error']));
    this.body = body;
  }
}

export function illegalArgument(reason: string, details: JsonObject = {}): ClusterError {
  return new ClusterError(400, 'illegal_argument_exception', reason, details);
}

/** A field of a body that cannot be read, and why. */
export function unreadableField(object: string, field: string, cause: ClusterError): ClusterError {
  return new ClusterError(400, 'x_content_parse_exception', `[1:1] [${object}] failed to parse field [${field}]`, {
    caused_by: cause.shown,
  });
}

export function unknownField(object: string, field: string): ClusterError {
  return new ClusterError(400, 'x_content_parse_exception', `[1:1] [${object}] unknown field [${field}]`);
}

/** The first problem of a request that is no request. */
export function invalidRequest(problem: string): ClusterError {
  return new ClusterError(400, 'action_request_validation_exception', `Validation Failed: 1: ${problem};`);
}

export function noSuchIndex(index: string): ClusterError {
  return new ClusterError(404, 'index_not_found_exception', `no such index [${index}]`, {
    'resource.type': 'index_or_alias',
    'resource.id': index,
    index_uuid: '_na_',
    index,
  });
}

export function closedIndex(index: string, uuid: string): ClusterError {
  return new ClusterError(400, 'index_closed_exception', 'closed', { index_uuid: uuid, index });
}
