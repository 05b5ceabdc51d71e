import { isSecretName } from '../../diagnostics/secret-names.ts';
import { shorten } from '../../diagnostics/shorten.ts';
import { isJsonObject, type JsonObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Finding } from '../syntax/findings.ts';
import type { SchemaError } from './schema-errors.ts';
import type { KnownConnections } from './schema-validator.ts';

/** What a schema describes, for the sentences about it. */
export interface SchemaSubject {
  readonly schema: JsonObject;
  /** `search.index-migration`. */
  readonly name: string;
  /** Of the plan. Absent where none are named. */
  readonly connections?: KnownConnections;
  /**
   * Fields that the schema knows and the map at `path` cannot have; they are not offered.
   *
   * @default none
   */
  readonly foreignAt?: ForeignFields;
}

export type ForeignFields = (path: KeyPath) => readonly string[];

export type Words = Pick<Finding, 'code' | 'summary' | 'detail' | 'hint'>;

export function containerOf(error: SchemaError, subject: SchemaSubject): string {
  const last = error.path.at(-1);
  return last === undefined ? subject.name : `\`${shorten(last)}\``;
}

export function fieldOf(error: SchemaError, subject: SchemaSubject): string {
  return error.path.length === 0 ? subject.name : `\`${error.path.map(shorten).join('.')}\` of ${subject.name}`;
}

/** What the schema says about the field: `Region: Region of the instances.` */
export function descriptionOf(error: SchemaError): string | undefined {
  const { title, description } = error.parentSchema;
  if (typeof description !== 'string') return undefined;
  return typeof title === 'string' ? `${title}: ${lowerFirst(description)}` : description;
}

/** The value itself, unless it may be secret. */
export function quote(error: SchemaError): string {
  const isSecret = error.parentSchema['x-secret'] === true || error.path.some(isSecretName);
  if (isSecret) return 'the value';
  if (Array.isArray(error.data)) return 'the list';
  if (isJsonObject(error.data)) return 'the map';
  return `\`${shorten(String(error.data))}\``;
}

export function capitalise(text: string): string {
  return text.startsWith('a ') ? `A ${text.slice(2)}` : text;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
