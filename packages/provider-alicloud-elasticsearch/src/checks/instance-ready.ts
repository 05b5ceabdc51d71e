import type { Check, CheckFinding, JsonObject } from '@waybill/core';
import { type Fields, fieldsOf, type Part, rowsOf, textOf } from '@waybill/provider-kit';
import { DATA_TASK_REGION } from '../config.ts';
import type { DescribeInstanceResponse } from '../generated/answers.generated.ts';

type Instance = Part<DescribeInstanceResponse, 'Result'>;

/** Source: Alibaba Cloud Elasticsearch API reference, CreateDataTasks (versions of the target cluster). */
const SINK_VERSIONS: readonly string[] = ['6.3.2', '6.7.0'];

/** The sink instance can take a data task: it is active and of a supported version. */
export const instanceReady: Check = {
  judge: (response, args) =>
    judgeInstance(fieldsOf(fieldsOf<DescribeInstanceResponse>(response).Result), instanceIn(args)),
  judgeNotFound: (args) => ({
    kind: 'failed',
    detail: `There is no instance ${instanceIn(args)} in this region and account.`,
    hint: 'Check InstanceId, the region of the provider and the account of its access key.',
  }),
};

function judgeInstance(instance: Fields<Instance>, instanceId: string): CheckFinding {
  const status = textOf(instance.status) ?? '';
  switch (status) {
    case 'active':
      return judgeVersion(instance, instanceId);
    case 'inactive':
    case 'invalid':
      return {
        kind: 'failed',
        detail: `Instance ${instanceId} is ${status}.`,
        hint: 'Bring the instance back to active in the Elasticsearch console, then retry.',
      };
    default:
      return { kind: 'not-yet', detail: `Instance ${instanceId} is not active yet (status "${status}").` };
  }
}

/** `esVersion` reads `6.7.0_with_X-Pack`. */
function judgeVersion(instance: Fields<Instance>, instanceId: string): CheckFinding {
  const version = textOf(instance.esVersion)?.split('_')[0] ?? '';
  if (!SINK_VERSIONS.includes(version)) {
    return {
      kind: 'failed',
      detail: `Instance ${instanceId} has Elasticsearch ${version || 'of an unknown version'}; data tasks are documented for ${SINK_VERSIONS.join(' and ')}.`,
      hint: 'Migrate the index with Elasticsearch itself (`_reindex` from remote), with Logstash, or with a snapshot in OSS.',
    };
  }
  const elsewhere = zonesOf(instance).find((zone) => !zone.startsWith(`${DATA_TASK_REGION}-`));
  if (elsewhere === undefined) {
    return { kind: 'passed', detail: `Instance ${instanceId} is active, version ${version}.` };
  }
  return {
    kind: 'warning',
    detail: `Instance ${instanceId} is active, version ${version}, but its zone ${elsewhere} is not in ${DATA_TASK_REGION}, the only region for which data tasks are documented.`,
    hint: 'Try with one small index first.',
  };
}

/** A zone such as `cn-beijing-f` names the region. An answer without zones says nothing of it. */
function zonesOf(instance: Fields<Instance>): readonly string[] {
  const infos = rowsOf<Part<Instance, 'zoneInfos'>>(instance.zoneInfos);
  const zones = [
    fieldsOf<Part<Instance, 'networkConfig'>>(instance.networkConfig).vsArea,
    ...infos.map((zone) => zone.zoneId),
  ];
  return zones.map(textOf).filter((zone) => zone !== undefined);
}

function instanceIn(args: JsonObject): string {
  return textOf(args['InstanceId']) ?? '';
}
