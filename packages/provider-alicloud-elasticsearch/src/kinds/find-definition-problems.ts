import {
  type BlueprintProblem,
  findRepeatedKey,
  isDeferred,
  isValueObject,
  JsonText,
  type Value,
  type ValueObject,
} from '@waybill/core';

/** What is wrong with the sink's index definition, as far as it is known before the run. */
export function findDefinitionProblems(sinkCluster: ValueObject): readonly BlueprintProblem[] {
  const settings = readDefinition(sinkCluster['settings']);
  const mapping = readDefinition(sinkCluster['mapping']);
  return [
    ...['settings', 'mapping'].flatMap((name) => findRepeated(name, sinkCluster[name])),
    ...(settings === 'unreadable' ? [notJson('settings')] : []),
    ...(mapping === 'unreadable' ? [notJson('mapping')] : findTypeProblem(mapping, sinkCluster['type'])),
  ];
}

type Definition = ValueObject | 'unreadable' | undefined;

/** Undefined when the definition is known at run time only. */
export function readDefinition(value: Value | undefined): Definition {
  const known = value instanceof JsonText ? value.value : value;
  if (known === undefined || isDeferred(known)) return undefined;
  if (typeof known !== 'string') return isValueObject(known) ? known : 'unreadable';
  try {
    const parsed = JSON.parse(known) as Value;
    return isValueObject(parsed) ? parsed : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/**
 * The API refuses a mapping whose key is not the sink's type, with SinkTypenameNotMatchMappings.
 *
 * Source: Alibaba Cloud Elasticsearch user guide, "One-click index migration".
 */
function findTypeProblem(mapping: ValueObject | undefined, type: Value | undefined): readonly BlueprintProblem[] {
  if (mapping === undefined || typeof type !== 'string' || Object.hasOwn(mapping, type)) return [];
  const keys = Object.keys(mapping);
  const found = keys.length === 0 ? 'it is empty' : `its keys are ${keys.join(', ')}`;
  return [
    {
      severity: 'error',
      path: ['with', 'sinkCluster', 'mapping'],
      summary: 'the mapping has no entry for the type of the sink',
      detail: `The key inside mapping must be the type of the sink, ${type}, but ${found}. The API refuses this as SinkTypenameNotMatchMappings.`,
      hint: `Write the mapping as { ${type}: { properties: … } }, or change sinkCluster.type.`,
    },
  ];
}

/** Of a text. What is written as an object has passed the plan's own check for duplicate keys. */
function findRepeated(name: string, value: Value | undefined): readonly BlueprintProblem[] {
  const key = typeof value === 'string' ? findRepeatedKey(value) : undefined;
  if (key === undefined) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'sinkCluster', name],
      summary: `${name} gives a key twice`,
      detail: `The JSON text holds \`${key}\` twice in one object; which of the two applies depends on the reader.`,
      hint: 'Remove one of the two.',
    },
  ];
}

function notJson(name: string): BlueprintProblem {
  return {
    severity: 'error',
    path: ['with', 'sinkCluster', name],
    summary: `${name} is not a JSON object`,
    detail: `The API takes ${name} as the text of a JSON object, but this text is not one.`,
    hint: `Write ${name} as an object in the plan: it is turned into JSON text.`,
  };
}
