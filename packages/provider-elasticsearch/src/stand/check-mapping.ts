import { isJsonObject, type JsonObject, objectOf } from '@waybill/stand-kit';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import type { ClusterVersion } from './version.ts';

/** A mapping without its type, and the type. */
export interface CheckedMapping {
  readonly type: string;
  readonly mapping: JsonObject;
}

const ROOT = [
  'properties',
  'dynamic',
  'date_detection',
  'numeric_detection',
  'dynamic_date_formats',
  'dynamic_templates',
  'enabled',
  'runtime',
  '_meta',
  '_source',
  '_routing',
  '_data_stream_timestamp',
];
const TYPES =
  /^(text|keyword|long|integer|short|byte|double|float|half_float|scaled_float|date|date_nanos|boolean|binary|object|nested|ip|(integer|float|long|double|date|ip)_range|geo_point|geo_shape|completion|token_count|join|percolator|alias|rank_feature|rank_features|dense_vector|search_as_you_type|constant_keyword|wildcard|version|unsigned_long|murmur3)$/;

/** What a request gives as `mappings`, as the version takes it. */
export function checkMapping(
  given: JsonObject,
  { version, isTyped }: { readonly version: ClusterVersion; readonly isTyped: boolean },
): CheckedMapping {
  const { type, mapping } = isTyped ? untyped(given) : { type: '_doc', mapping: given };
  const unknown = Object.keys(mapping).filter((name) => !isRootParameter(name, version));
  if (unknown.length > 0) throw unsupported(type, unknown, mapping);
  checkFields(mapping, { version, type });
  if (version.isStrict) checkTemplates(mapping, type);
  return { type, mapping };
}

function untyped(given: JsonObject): CheckedMapping {
  const types = Object.keys(given);
  const [type = '_doc'] = types;
  if (types.length > 1)
    throw illegalArgument(
      `Rejecting mapping update to [index] as the final mapping would have more than 1 type: [${types.join(', ')}]`,
    );
  return { type, mapping: objectOf(given, type) };
}

function isRootParameter(name: string, version: ClusterVersion): boolean {
  if (name === '_field_names') return !version.isStrict;
  if (name === '_all') return version.hasTypes;
  return ROOT.includes(name);
}

function checkFields(mapping: JsonObject, of: { readonly version: ClusterVersion; readonly type: string }): void {
  for (const [name, field] of Object.entries(objectOf(mapping, 'properties'))) {
    if (!isJsonObject(field)) throw failed(of.type, `Expected map for property [fields] on field [${name}]`);
    checkField(name, field, of);
    checkFields(field, of);
    checkFields({ properties: objectOf(field, 'fields') }, of);
  }
}

function checkField(
  name: string,
  field: JsonObject,
  { version, type }: { readonly version: ClusterVersion; readonly type: string },
): void {
  const fieldType = typeof field['type'] === 'string' ? field['type'] : 'object';
  if (!isFieldType(fieldType, version))
    throw failed(
      type,
      version.isStrict
        ? `The mapper type [${fieldType}] declared on field [${name}] does not exist. It might have been created within a future version or requires a plugin to be installed. Check the documentation.`
        : `No handler for type [${fieldType}] declared on field [${name}]`,
    );
  const refused = ['include_in_all', ...(version.isStrict ? ['boost'] : [])].find((key) => Object.hasOwn(field, key));
  if (refused === undefined) return;
  throw failed(
    type,
    version.hasTypes
      ? `Mapping definition for [${name}] has unsupported parameters:  [${refused} : ${String(field[refused])}]`
      : `unknown parameter [${refused}] on mapper [${name}] of type [${fieldType}]`,
  );
}

function isFieldType(type: string, { isOpenSearch, hasTypes, major, minor }: ClusterVersion): boolean {
  if (type === 'flat_object') return isOpenSearch && major >= 2;
  if (type === 'flattened') return !isOpenSearch && !hasTypes && (major > 7 || minor >= 11);
  return TYPES.test(type);
}

function checkTemplates(mapping: JsonObject, type: string): void {
  const templates = Array.isArray(mapping['dynamic_templates']) ? mapping['dynamic_templates'] : [];
  for (const template of templates.filter(isJsonObject).flatMap((entry) => Object.values(entry))) {
    const mapped = isJsonObject(template) ? objectOf(template, 'mapping')['type'] : undefined;
    if (mapped === 'string') throw failed(type, 'No mapper found for type [string]');
  }
}

function unsupported(type: string, names: readonly string[], mapping: JsonObject): ClusterError {
  const shown = names.map((name) => `${name} : ${shownAsMap(mapping[name])}`).join(', ');
  return failed(type, `Root mapping definition has unsupported parameters:  [${shown}]`);
}

/** As clusters print maps. */
function shownAsMap(value: unknown): string {
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}=${shownAsMap(member)}`)
    .join(', ')}}`;
}

function failed(type: string, why: string): ClusterError {
  return new ClusterError(400, 'mapper_parsing_exception', `Failed to parse mapping [${type}]: ${why}`, {
    caused_by: { type: 'mapper_parsing_exception', reason: why },
  });
}
