import { defined, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { copyDefinition } from '../definition/copy-definition.ts';
import { hasTypes, parseVersion } from '../definition/version.ts';
import { takesMustExist } from './takes-must-exist.ts';

/**
 * The body of a call, of its arguments that are neither in the path nor in the query; undefined when it has none.
 * `isSetting`: of a call that an older cluster has as a setting.
 */
export function bodyOf(
  operation: string,
  { if_there: _ofUs, ...fields }: JsonObject,
  isSetting = false,
): Json | undefined {
  switch (operation) {
    case 'CreateIndex':
      return createBody(fields);
    case 'TryDefinition':
      return templateBody(fields);
    case 'PutSettings':
      return settingsBody(fields);
    case 'AddIndexBlock':
      // The call has no body; the setting is one.
      return isSetting ? { index: { blocks: { [textOf(fields['block']) ?? '']: true } } } : undefined;
    case 'UpdateAliases':
      return aliasesBody(fields);
    case 'Reindex':
    case 'TryReindex':
      return { ...fields, source: sourceOf(objectOf(fields['source'])), dest: destOf(objectOf(fields['dest'])) };
    default:
      return Object.keys(fields).length === 0 ? undefined : fields;
  }
}

/** With `like`, what another index is, as far as the new one's cluster can have it; what is given takes its place. */
function createBody({ like, mark, earlier_tokens: _tokens, settings, mappings, ...others }: JsonObject): Json {
  const { settings: copied, mappings: shape } = copyDefinition(
    { like: objectOf(like), settings: objectOf(settings), mappings },
    textOf(mark),
  );
  return { ...others, ...defined({ settings: copied, mappings: shape }) };
}

/** A template that is for no index, above any that there can be: none is mixed in. */
function templateBody(fields: JsonObject): Json {
  return { index_patterns: ['waybill-no-such-index'], priority: 2_000_000_000, template: createBody(fields) };
}

/** Of another index than the one that is meant, nothing is set. */
function settingsBody({ settings, present, absent, of }: JsonObject): Json {
  const wanted = withPresent(objectOf(settings), objectOf(present), objectOf(absent));
  const { wanted: noted, shown } = objectOf(of);
  const isOther = typeof noted === 'string' && typeof shown === 'string' && noted !== shown;
  return isOther ? withoutValues(wanted) : wanted;
}

function withoutValues(settings: Json): Json {
  return isJsonObject(settings) ? mapValues(settings, withoutValues) : null;
}

/** Of `present` and `absent` only those with a value are sent: a version that does not know a setting would refuse it. */
function withPresent(settings: JsonObject, present: JsonObject, absent: JsonObject): Json {
  const set = [
    ...Object.entries(present).filter(([, value]) => value !== null),
    ...Object.entries(absent).flatMap(([name, value]) => (value === null ? [] : [[name, null] as const])),
  ];
  return set.length === 0
    ? settings
    : { ...settings, index: { ...objectOf(settings['index']), ...Object.fromEntries(set) } };
}

/** What an alias does not have is left out, and not sent as null. With `like`, it gets what its namesake there has. */
function aliasesBody({ actions, version, ...fields }: JsonObject): Json {
  const list = Array.isArray(actions) ? (actions as readonly Json[]) : [];
  const isKnown = takesMustExist(textOf(version));
  return {
    ...fields,
    actions: list.map((action) =>
      mapValues(objectOf(action), (named) => {
        const { like, must_exist, ...own } = objectOf(named);
        const all = { ...objectOf(objectOf(like)[textOf(own['alias']) ?? '']), ...own };
        const asked = isKnown ? defined({ must_exist }) : {};
        return Object.fromEntries(Object.entries({ ...all, ...asked }).filter(([, value]) => value !== null));
      }),
    ),
  };
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

/** A cluster with types writes documents under the one that they had at the source, unless another one is named. */
function destOf({ version, type, ...dest }: JsonObject): JsonObject {
  const known = parseVersion(textOf(version) ?? '');
  if (known === undefined) return { ...dest, ...defined({ type }) };
  return hasTypes(known) ? { ...dest, type: type ?? '_doc' } : dest;
}

function sourceOf({ remote, ...source }: JsonObject): JsonObject {
  return { ...defined({ remote: remote === undefined ? undefined : withPort(objectOf(remote)) }), ...source };
}

/**
 * The address of a remote has to name its port.
 *
 * Source: Elasticsearch Guide, "Reindex API" (`host` must contain a scheme, host, port and optional path).
 */
function withPort(remote: JsonObject): JsonObject {
  const url = URL.parse(textOf(remote['host']) ?? '');
  if (url === null) return remote;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return { ...remote, host: `${url.protocol}//${url.hostname}:${port}${url.pathname.replace(/\/+$/, '')}` };
}
