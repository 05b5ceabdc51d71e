import { isJsonObject, type Json } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';

/** Whether a success holds what its readers go by: an answer that was cut must not look like an empty cluster. */
export function isComplete(operation: string, body: Json | undefined): boolean {
  const fields = objectOf(body);
  switch (operation) {
    case 'ListIndices':
    case 'ListAllocation':
      return Array.isArray(body);
    case 'ShowClusterState':
      return textOf(fields['cluster_uuid']) !== undefined;
    case 'HasPrivileges':
      return typeof fields['has_all_requested'] === 'boolean';
    case 'ShowNodes':
      return isJsonObject(fields['nodes']);
    case 'GetIndex':
    case 'GetAlias':
      return Object.keys(fields).length > 0 && Object.values(fields).every(isJsonObject);
    case 'ShowIndexStats':
      return isJsonObject(fields['_all']) && isJsonObject(fields['indices']);
    case 'ShowIndexUsage':
      return isJsonObject(fields['_all']);
    case 'CountDocuments':
      return typeof fields['count'] === 'number';
    case 'ShowIndexHealth':
      return textOf(fields['status']) !== undefined;
    case 'Reindex':
      return textOf(fields['task']) !== undefined;
    case 'TryDefinition':
      // Of a cluster that cannot try one, its version.
      return isJsonObject(fields['template']) || isJsonObject(fields['nodes']);
    case 'TryReindex':
      return typeof fields['total'] === 'number';
    case 'GetTask':
      return typeof fields['completed'] === 'boolean' && isJsonObject(fields['task']);
    case 'ListTasks':
      // A node that did not answer may have the task that is looked for.
      return Array.isArray(fields['tasks']) && fields['node_failures'] === undefined;
    case 'FindTaskResults':
      return Array.isArray(objectOf(fields['hits'])['hits']);
    default:
      return isJsonObject(body) && fields['error'] === undefined;
  }
}
