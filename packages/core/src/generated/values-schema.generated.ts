// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

export const valuesSchema: object = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://waybill.dev/schemas/values.schema.json",
  "title": "Values of an environment",
  "description": "The file that --env reads next to the plan: a line for each input that differs there. What it leaves out has its default in the plan.",
  "type": "object",
  "propertyNames": {
    "type": "string",
    "title": "Name",
    "description": "A name that references can use.",
    "pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,62}$",
    "x-hint": "Use 1 to 63 letters, digits, hyphens and underscores, beginning with a letter or underscore."
  },
  "additionalProperties": {
    "type": [
      "string",
      "number",
      "boolean",
      "array",
      "object"
    ],
    "title": "Value",
    "description": "The value of an input of the plan, of the type that the plan declares.",
    "pattern": "^(?:[^$]|\\$(?!\\{\\{)|\\$\\$\\{\\{)*$",
    "x-hint": "Write the value itself: this file has no references, and a key without a value is removed."
  },
  "examples": [
    {
      "sink": "es-cn-n6w1o1x0w001c",
      "shards": 5
    }
  ]
};

export const inputValueSchemas: Readonly<Record<string, object>> = {
  "string": {
    "type": [
      "string",
      "number",
      "boolean"
    ],
    "title": "Text",
    "description": "The value of an input of type string, as it is written here.",
    "pattern": "^(?:[^$]|\\$(?!\\{\\{)|\\$\\$\\{\\{)*$",
    "x-hint": "Write a text. References are for the plan, and lists and maps for inputs of these types."
  },
  "number": {
    "type": [
      "number",
      "string"
    ],
    "title": "Number",
    "description": "The value of an input of type number.",
    "pattern": "^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?$",
    "x-hint": "Write a decimal number, such as 5 or 2.5."
  },
  "boolean": {
    "type": [
      "boolean",
      "string"
    ],
    "title": "True or false",
    "description": "The value of an input of type boolean.",
    "pattern": "^(?:true|True|TRUE|false|False|FALSE)$",
    "x-hint": "Write true or false."
  },
  "list": {
    "type": [
      "array",
      "string"
    ],
    "title": "List",
    "description": "The value of an input of type list.",
    "pattern": "^\\s*(?:[#&%\\[]|-)",
    "x-hint": "Write a list, such as [a, b]."
  },
  "map": {
    "type": [
      "object",
      "string"
    ],
    "title": "Map",
    "description": "The value of an input of type map.",
    "pattern": "[:{?]",
    "x-hint": "Write a map, such as { a: 1, b: 2 }."
  }
};
