import type { Check } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { describeVersion, parseVersion } from '../definition/version.ts';
import { triesDefinitions } from '../request/tries-definition.ts';

/** The target takes the definition as it will be sent: analyzers, types of fields and settings are there. */
export const definitionTried: Check = {
  judge: (_response, args) => {
    if (triesDefinitions(args)) return { kind: 'passed', detail: 'The target accepts the definition of the copy.' };
    const version = parseVersion(textOf(objectOf(args['like'])['version']) ?? '');
    const name = version === undefined ? 'The target' : describeVersion(version);
    const detail = `${name} has no way to try a definition: what the target lacks is found when the index is created.`;
    // Where a reviewer looks: nothing was found, because nothing was tried.
    return { kind: 'passed', detail, notes: [`Not tried: the definition of the copy. ${detail}`] };
  },
  judgeNotFound: (_args, expected, refusal) => {
    // No privilege, or a gateway that does not let the call pass: nothing is known of the definition.
    if (refusal === undefined || /^(security_exception|HTTP_)/.test(refusal.code))
      return {
        kind: 'warning',
        detail: `The definition of the copy was not tried on the target: ${refusal?.message ?? 'no reason is given.'}`,
        hint: 'Give the user the cluster privilege manage_index_templates, or compare the plugins of both clusters.',
      };
    return {
      kind: 'failed',
      detail: `The target refuses the definition of ${textOf(expected['index']) ?? 'the copy'}: ${ownWords(refusal.message)}`,
      hint: 'Install on the target what it lacks (plugins, files of synonyms), or give dest.settings or dest.mappings without it.',
    };
  },
};

/** Without the name of the template that was tried, which is another one each time. */
function ownWords(message: string): string {
  const [, inValidation] = /invalid, cause \[Validation Failed: 1: (.+?);(?:2: .*)?\]/s.exec(message) ?? [];
  if (inValidation !== undefined) return `${inValidation}.`;
  return message
    .replace(/^TryDefinition was refused with \w+: /, '')
    .replace(/^composable template \[[^\]]*\] template after composition is invalid: /, '')
    .replace(/^invalid composite mappings for \[[^\]]*\]: /, '');
}
