import { type Answer, isJsonObject, objectOf } from '@waybill/stand-kit';
import { checkMapping } from './check-mapping.ts';
import { refuseUnknownAnalysis, refuseUnknownSettings } from './check-settings.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import { readSettings } from './index-settings.ts';
import type { ClusterCall } from './service.ts';

/** What a cluster makes of a template that it does not keep: settings are read first, then analyzers, then the mapping. */
export function tryDefinition({ call, cluster }: ClusterCall): Answer {
  const { version } = cluster;
  if (!version.hasIndexBlocks)
    throw new ClusterError(
      400,
      'invalid_index_name_exception',
      "Invalid index name [_index_template], must not start with '_', '-', or '+'",
      { index_uuid: '_na_', index: '_index_template' },
    );
  const template = objectOf(isJsonObject(call.json) ? call.json : {}, 'template');
  const name = 'simulate_template_vlscfjvqtrxjz6x0dsxfwa';
  const settings = readSettings(objectOf(template, 'settings'));
  orRefuse(
    () => refuseUnknownSettings(settings, version),
    (error) =>
      new ClusterError(
        400,
        'invalid_index_template_exception',
        `index_template [${name}] invalid, cause [Validation Failed: 1: ${error.message};]`,
      ),
  );
  const inComposition = (error: ClusterError): ClusterError =>
    illegalArgument(`composable template [${name}] template after composition is invalid`, { caused_by: error.shown });
  orRefuse(() => refuseUnknownAnalysis(settings), inComposition);
  orRefuse(
    () => checkMapping(objectOf(template, 'mappings'), { version, isTyped: false }),
    (error) => inComposition(illegalArgument(`invalid composite mappings for [${name}]`, { caused_by: error.shown })),
  );
  return clusterAnswer(call, { template: { ...template, aliases: {} }, overlapping: [] });
}

function orRefuse(check: () => unknown, wrap: (error: ClusterError) => ClusterError): void {
  try {
    check();
  } catch (error) {
    throw error instanceof ClusterError ? wrap(error) : error;
  }
}
