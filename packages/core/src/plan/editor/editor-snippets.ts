import type { Kind } from '../../provider/kind.ts';
import type { Provider } from '../../provider/provider.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';

/** What an editor offers to write: `body` becomes YAML, and `${1:text}` a place to fill in. */
export interface Snippet extends JsonObject {
  readonly label: string;
  readonly description: string;
  readonly body: Json;
}

export interface Snippets {
  readonly providers: readonly Snippet[];
  readonly migrations: readonly Snippet[];
  readonly uses: readonly Snippet[];
}

/** One for each provider type and for each kind, with the fields that cannot be left out. */
export function listSnippets(providers: readonly Provider[]): Snippets {
  return {
    providers: providers.map((provider) => ({
      label: provider.type,
      description: titleOf(toJson(provider.configSchema)),
      body: providerBody(provider),
    })),
    migrations: providers.flatMap((provider) =>
      Object.values(provider.kinds).map((kind) => ({
        label: kind.name,
        description: kind.title,
        body: migrationBody(provider, kind),
      })),
    ),
    uses: providers.flatMap((provider) =>
      [...Object.values(provider.kinds), ...Object.values(provider.operations)].map(({ name, title }) => ({
        label: `${aliasOf(provider)}.${name}`,
        description: title,
        body: `\${1:${aliasOf(provider)}}.${name}`,
      })),
    ),
  };
}

/** A whole plan, for an empty file. */
export function planSnippet(providers: readonly Provider[]): Snippet {
  const [provider] = providers;
  const [kind] = Object.values(provider?.kinds ?? {});
  return {
    label: 'plan',
    description: 'A new plan',
    body: {
      version: 1,
      name: '${1:my-migration}',
      providers: provider === undefined ? {} : { [aliasOf(provider)]: providerBody(provider) },
      migrations: provider === undefined || kind === undefined ? {} : { orders: migrationBody(provider, kind) },
    },
  };
}

function providerBody({ type, configSchema }: Provider): JsonObject {
  const region = exampleOf(propertiesOf(toJson(configSchema))['region']);
  return { type, ...defined({ region }) };
}

function migrationBody(provider: Provider, { name, withSchema }: Kind): JsonObject {
  return { uses: `${aliasOf(provider)}.${name}`, with: fieldBody(toJson(withSchema)) };
}

/** The last word of the type, until the author chooses a better name. */
function aliasOf({ type }: Provider): string {
  return type.split('-').at(-1) ?? type;
}

function requiredFields(schema: Json | undefined): JsonObject {
  const required = isJsonObject(schema) && Array.isArray(schema['required']) ? schema['required'] : [];
  const properties = propertiesOf(schema);
  return Object.fromEntries(required.map((name) => [String(name), fieldBody(properties[String(name)])]));
}

function fieldBody(schema: Json | undefined): Json {
  const example = exampleOf(schema);
  if (example !== undefined) return example;
  if (!isJsonObject(schema)) return '';
  if (Array.isArray(schema['enum'])) return firstJson(schema['enum']) ?? '';
  if (schema['type'] !== 'object') return '';
  const required = requiredFields(schema);
  const [first] = Object.entries(propertiesOf(schema));
  return Object.keys(required).length > 0 || first === undefined ? required : { [first[0]]: fieldBody(first[1]) };
}

function exampleOf(schema: Json | undefined): Json | undefined {
  if (!isJsonObject(schema) || !Array.isArray(schema['examples'])) return undefined;
  return firstJson(schema['examples']);
}

function firstJson(values: readonly Json[]): Json | undefined {
  return values[0] === undefined ? undefined : withoutPlaces(values[0]);
}

/** In a snippet a dollar sign begins a place to fill in, unless a backslash precedes it. */
function withoutPlaces(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('$', '\\$');
  if (Array.isArray(value)) return value.map((item: Json) => withoutPlaces(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutPlaces(entry)]));
}

function propertiesOf(schema: Json | undefined): JsonObject {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? properties : {};
}

function toJson(schema: object): Json {
  return JSON.parse(JSON.stringify(schema));
}

function titleOf(schema: Json | undefined): string {
  return isJsonObject(schema) && typeof schema['title'] === 'string' ? schema['title'] : '';
}
