import { isJsonObject, type JsonObject } from '@waybill/core';
import { unpackUnits } from './unpack-units.ts';

/**
 * A preview or report as it was before its file was written; one that is not packed stays as it is.
 *
 * @throws TypeError when its units are packed as no file has them
 */
export function unpackDocument(document: JsonObject): JsonObject {
  const { units, preview } = document;
  const ofPreview = isJsonObject(preview) ? { preview: unpackDocument(preview) } : {};
  if (!isJsonObject(units)) return { ...document, ...ofPreview };
  const { format_version: version, rows } = units;
  if (typeof version !== 'string' || !Array.isArray(rows)) throw new TypeError('packed units have no rows');
  return { ...document, ...ofPreview, format_version: version, units: unpackUnits(rows) };
}
