import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import type { JsonObject } from '../../value/value.ts';
import { objectAt, optionSchemas, planSchemaWith } from '../schema/plan-schema-with.ts';
import { notHere, toEditorForm, toPartialForm, without } from './editor-form.ts';
import { listSnippets, planSnippet, type Snippets } from './editor-snippets.ts';

/**
 * One self-contained schema of a plan for editors, made from what the registered providers declare: which keys a provider
 * has follows from its `type`, and which keys `with:` has from the name behind the dot of `uses`. In JSON Schema draft-07,
 * which every YAML language server reads, with the keywords for messages and snippets that they share. It accepts every
 * plan that Waybill accepts; `waybill validate` finds more.
 */
export function buildEditorSchema(registry: ProviderRegistry): JsonObject {
  const providers = [...registry.values()];
  const snippets = listSnippets(providers);
  const root = toEditorForm(planSchemaWith(registry));
  const properties = objectAt(root, 'properties');
  const migrationProperties = objectAt(
    objectAt(objectAt(properties, 'migrations'), 'additionalProperties'),
    'properties',
  );
  return {
    ...root,
    $schema: 'http://json-schema.org/draft-07/schema#',
    defaultSnippets: [planSnippet(providers)],
    properties: {
      ...properties,
      defaults: defaultsEntry(objectAt(properties, 'defaults'), providers),
      providers: withEntries(objectAt(properties, 'providers'), (entry) => providerEntry(entry, providers, snippets)),
      migrations: withEntries(objectAt(properties, 'migrations'), (entry) =>
        migrationEntry(entry, providers, snippets),
      ),
    },
    ...argumentsOf(providers),
    allOf: sharedNames(providers, migrationProperties),
    definitions: Object.fromEntries(providers.flatMap(definitionsOf)),
    blocks: Object.fromEntries(providers.flatMap(blocksOf)),
  };
}

function withEntries(section: JsonObject, change: (entry: JsonObject) => JsonObject): JsonObject {
  return { ...section, additionalProperties: change(objectAt(section, 'additionalProperties')) };
}

/** Blocks of `defaults.with` by what they are for: offered by its name alone, and found with an alias in front as well. */
function defaultsEntry(defaults: JsonObject, providers: readonly Provider[]): JsonObject {
  const properties = objectAt(defaults, 'properties');
  const blocks = [...usableByName(providers)].map(([name, those]) => [name, anyOf(those, 'blocks')] as const);
  const withAlias = blocks.map(([name, block]) => [`\\.${name}$`, block] as const);
  return {
    ...defaults,
    properties: {
      ...properties,
      with: {
        ...objectAt(properties, 'with'),
        properties: Object.fromEntries(blocks),
        patternProperties: Object.fromEntries(withAlias),
      },
    },
  };
}

/** A block says part of what a migration does: nothing in it is required, and no value needs another one. */
function blocksOf(provider: Provider): readonly (readonly [string, JsonObject])[] {
  return usable(provider).map(([name, { schema, title }]): readonly [string, JsonObject] => {
    const form = toPartialForm(toEditorForm(schema, 'with-references'));
    return [`${provider.type}.${name}`, { ...form, description: form['description'] ?? `${name}: ${title}.` }];
  });
}

/** Only `type` is known before there is one; everything else follows from it. */
function providerEntry(entry: JsonObject, providers: readonly Provider[], snippets: Snippets): JsonObject {
  const properties = objectAt(entry, 'properties');
  const type = {
    ...objectAt(properties, 'type'),
    enum: providers.map((provider) => provider.type),
    enumDescriptions: providers.map(({ configSchema }) => textAt(configSchema, 'title')),
  };
  return {
    ...entry,
    properties: { type },
    defaultSnippets: snippets.providers,
    allOf: providers.map((provider) =>
      implication(
        { properties: { type: { const: provider.type } }, required: ['type'] },
        { $ref: `#/definitions/${provider.type}` },
      ),
    ),
  };
}

function migrationEntry(entry: JsonObject, providers: readonly Provider[], snippets: Snippets): JsonObject {
  const properties = objectAt(entry, 'properties');
  const named = usableByName(providers);
  const names = [...named.keys()];
  const uses = {
    ...without(objectAt(properties, 'uses'), ['examples']),
    pattern: `^[a-z][a-z0-9_-]{0,62}\\.(?:${names.join('|')})$`,
    patternErrorMessage: `Write <provider alias>.<kind or operation>, such as search.index-migration. Kinds and operations: ${names.join(', ')}.`,
    defaultSnippets: snippets.uses,
  };
  return {
    ...entry,
    // An editor shows the first description that it finds, and that of the kind says more.
    properties: { ...properties, uses, with: without(objectAt(properties, 'with'), ['description']) },
    defaultSnippets: snippets.migrations,
    allOf: [...named].map(([name, those]) =>
      implication(
        { properties: { uses: { pattern: `\\.${name}$` } }, required: ['uses'] },
        { properties: { ...ownOptions(those, properties), ...withoutMeaning(name, understoodBy(those), providers) } },
      ),
    ),
  };
}

function understoodBy(those: readonly NamedUsable[]): readonly string[] {
  return those.flatMap(({ options, takesWait }) => [...Object.keys(options), ...(takesWait ? ['wait'] : [])]);
}

/**
 * What `with:` of a migration holds. Where the plan has blocks of `defaults.with`, any of it may come from one, and `null`
 * leaves out what a block has: what is missing then, only `waybill validate` finds.
 */
function argumentsOf(providers: readonly Provider[]): JsonObject {
  const hasBlocks = { properties: { defaults: { type: 'object', required: ['with'] } }, required: ['defaults'] };
  const from = (place: 'blocks' | 'definitions'): JsonObject => ({
    properties: { migrations: { additionalProperties: { allOf: withOf(providers, place) } } },
  });
  return { ...implication(hasBlocks, from('blocks')), else: from('definitions') };
}

function withOf(providers: readonly Provider[], place: 'blocks' | 'definitions'): readonly JsonObject[] {
  return [...usableByName(providers)].map(([name, those]) =>
    implication(
      { properties: { uses: { pattern: `\\.${name}$` } }, required: ['uses'] },
      { properties: { with: anyOf(those, place) } },
    ),
  );
}

/**
 * Kinds of several providers may have one name, and which of them an alias leads to no schema can look up. But where a plan
 * has entries of some of these types alone, the name means the kinds of those.
 */
function sharedNames(providers: readonly Provider[], properties: JsonObject): readonly JsonObject[] {
  return [...usableByName(providers)].flatMap(([name, those]) =>
    those.length < 2
      ? []
      : those.map(({ type }) => {
          const others = those.filter((each) => each.type !== type);
          const meant = { with: anyOf(others, 'blocks'), ...ownOptions(others, properties) };
          const used = { properties: { uses: { pattern: `\\.${name}$` } }, required: ['uses'] };
          return implication(hasEntries({ of: others.map((each) => each.type), without: type }), {
            properties: { migrations: { additionalProperties: implication(used, { properties: meant }) } },
          });
        }),
  );
}

/** A plan with an entry of one of some types, and none of another one. */
function hasEntries({ of, without: absent }: { readonly of: readonly string[]; readonly without: string }): JsonObject {
  const entry = (types: readonly string[]): JsonObject => ({
    properties: { type: { enum: [...types] } },
    required: ['type'],
  });
  const one = { not: { additionalProperties: { not: entry(of) } } };
  const none = { additionalProperties: { not: entry([absent]) } };
  return { properties: { providers: { allOf: [one, none] } }, required: ['providers'] };
}

/** The type of the provider behind an alias is said elsewhere in a plan, where no schema can look. */
function anyOf(those: readonly NamedUsable[], place: 'blocks' | 'definitions'): JsonObject {
  return oneOf(those.map(({ type, name }) => ({ $ref: `#/${place}/${type}.${name}` })));
}

function oneOf(schemas: readonly JsonObject[]): JsonObject {
  const [first = {}, ...others] = schemas;
  return others.length === 0 ? first : { anyOf: schemas };
}

interface NamedUsable extends Usable {
  readonly name: string;
  /** Of its provider. */
  readonly type: string;
}

/** Kinds of several providers may have one name. */
function usableByName(providers: readonly Provider[]): ReadonlyMap<string, readonly NamedUsable[]> {
  const all = providers.flatMap((provider) =>
    usable(provider).map(([name, each]): NamedUsable => ({ ...each, name, type: provider.type })),
  );
  return Map.groupBy(all, ({ name }) => name);
}

function implication(condition: JsonObject, consequence: JsonObject): JsonObject {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: condition, then: consequence };
}

/** Those by whose name another kind means something else. */
function ownOptions(those: readonly NamedUsable[], shared: JsonObject): JsonObject {
  const own = those.flatMap(({ options }) => Object.entries(options).filter(([option]) => shared[option] === true));
  const named = Map.groupBy(own, ([option]) => option);
  return Object.fromEntries(
    [...named].map(([option, schemas]) => [option, oneOf(schemas.map(([, schema]) => toEditorForm(schema as object)))]),
  );
}

/** Keys of a migration that only some kinds understand. */
function withoutMeaning(name: string, understood: readonly string[], providers: readonly Provider[]): JsonObject {
  const options = providers.flatMap(({ kinds }) =>
    Object.values(kinds).flatMap((kind) => Object.keys(optionSchemas(kind))),
  );
  const others = [...new Set([...options, 'wait'])].filter((option) => !understood.includes(option));
  return Object.fromEntries(
    others.map((option) => [option, notHere(`${option} has no meaning for ${name}; remove it.`)]),
  );
}

function definitionsOf(provider: Provider): readonly (readonly [string, JsonObject])[] {
  return [
    [provider.type, toEditorForm(provider.configSchema, 'with-references')],
    ...usable(provider).map(([name, { schema, title }]): readonly [string, JsonObject] => {
      const form = toEditorForm(schema, 'with-references');
      return [`${provider.type}.${name}`, { ...form, description: form['description'] ?? `${name}: ${title}.` }];
    }),
  ];
}

interface Usable {
  readonly schema: object;
  readonly title: string;
  readonly options: JsonObject;
  readonly takesWait: boolean;
}

/** Everything that can stand behind the dot of `uses`. */
function usable({ kinds, operations }: Provider): readonly (readonly [string, Usable])[] {
  return [
    ...Object.values(kinds).map((kind: Kind): readonly [string, Usable] => [
      kind.name,
      { schema: kind.withSchema, title: kind.title, options: optionSchemas(kind), takesWait: false },
    ]),
    ...Object.values(operations).map(({ name, title, requestSchema }: Operation): readonly [string, Usable] => [
      name,
      { schema: requestSchema, title, options: {}, takesWait: true },
    ]),
  ];
}

function textAt(schema: object, key: string): string {
  const value: unknown = Object.entries(schema).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : '';
}
