import { blueprint, derivedBlueprint, problemList, stepList, wholeBlueprint } from './blueprint-shape.ts';
import {
  a,
  aFunction,
  anObject,
  duration,
  flag,
  isFrom,
  isObject,
  listOf,
  oneOf,
  optional,
  recordOf,
  type Shape,
  something,
  text,
  textList,
  withFields,
} from './shape.ts';

const failedVerification = optional(
  a('a result (different, unstable)', (value) => value === 'different' || value === 'unstable'),
);
const notes = optional(textList);
const count = a('a number, 0 or more', (value) => isFrom(0, value));
const work = optional(withFields({ of: text, done: count, total: optional(count) }));
const amount = optional(withFields({ of: text }));

const finding = oneOf('kind', {
  passed: withFields({ detail: text, notes, amount }),
  warning: withFields({ detail: text, hint: text, notes, amount }),
  failed: withFields({ detail: text, hint: text, result: failedVerification }),
  'not-yet': withFields({ detail: text }),
});

/** How long something takes, as far as it is only assumed. */
export const assumedDuration: Shape = withFields({ p50Ms: duration, p90Ms: duration, source: text });

const texts = recordOf('an object of texts', text);
const plannedRead = withFields({ operation: text, arguments: anObject });
const differences = listOf('a list of differences', withFields({ what: text, id: text }));
const targets = listOf('a list of targets', withFields({ label: text, identity: textList }));
const place = optional(
  withFields({
    label: text,
    connection: optional(text),
    facts: listOf('a list of facts', withFields({ name: text })),
  }),
);
const movement = withFields({ from: place, to: place });
const none = withFields({ why: text });
const stepsAround = withFields({ before: stepList, after: stepList });
const verification = oneOf('kind', {
  steps: withFields({ level: text, blueprint, impact: anObject }),
  none,
});
const observation = a('an observation', (value) => value === undefined || isObject(value));

/** The least that the engine needs of each answer; by the place in the contract, as `PROVIDER_DEFECT` names it. */
export const ANSWER_SHAPES: Readonly<Record<string, Shape>> = {
  buildRequest: withFields({ method: text, endpoint: text, path: text, query: anObject }),
  probe: optional(plannedRead),
  endpointsOf: listOf('a list of endpoints', withFields({ key: text, origin: text })),
  connectionOf: texts,
  findCredentials: withFields({ place: text, secrets: textList }),
  connect: withFields({ call: aFunction, [Symbol.asyncDispose]: aFunction }),
  'operation.completion': optional(withFields({ poll: text, goal: text, arguments: anObject })),
  'operation.problems': optional(problemList),
  'operation.readBefore': plannedRead,
  'operation.mark': anObject,
  'operation.writes': targets,
  'operation.describe': movement,
  'kind.expand': wholeBlueprint,
  'kind.addressedConnections': texts,
  'kind.verification': verification,
  'kind.freshness': blueprint,
  'kind.usage': optional(blueprint),
  'kind.comparedBy': withFields({ steps: textList, level: text }),
  'comparison.problems': problemList,
  'comparison.before': stepList,
  'comparison.after': stepList,
  'comparison.frozen': stepList,
  'comparison.freeze': withFields({
    before: stepList,
    freeze: stepList,
    hold: stepList,
    lift: stepList,
    holdsMs: optional(duration),
  }),
  'comparison.moved': stepsAround,
  'comparison.movedBack': stepsAround,
  'comparison.again': verification,
  'comparison.freshness': blueprint,
  'comparison.unseen': text,
  'kind.rollback': oneOf('kind', { steps: derivedBlueprint, none }),
  'kind.writes': targets,
  'kind.describe': movement,
  'kind.impact': withFields({
    downtime: text,
    wayBack: text,
    downtimeSteps: optional(withFields({ from: text, until: text })),
  }),
  'kind.optionsMeaning': anObject,
  'check.judge': finding,
  'check.judgeNotFound': finding,
  'job.planSlices': listOf('a list of slices', withFields({ name: text, arguments: anObject })),
  'job.runSlice': anObject,
  'job.summarize': oneOf('kind', {
    succeeded: withFields({ outputs: anObject }),
    failed: withFields({ reason: text, result: failedVerification }),
  }),
  'job.expectedWork': optional(withFields({ slices: duration, size: optional(duration) })),
  'job.differencesIn': differences,
  'job.differenceCount': count,
  'job.leftOutIn': differences,
  'job.valuesOf': listOf(
    'a list of values of both sides',
    optional(withFields({ source: something, target: something })),
  ),
  'listing.isInternal': flag,
  'listing.readPage': withFields({ rows: listOf('a list of rows', anObject) }),
  'poll.scope': text,
  'poll.read': listOf('a list of observations', observation),
  'poll.judge': oneOf('kind', {
    pending: withFields({
      status: text,
      restMs: optional(duration),
      work,
    }),
    reached: withFields({ status: text, outputs: anObject }),
    failed: withFields({ status: text, reason: text }),
  }),
  'poll.callsOfRound': listOf('a list of calls', withFields({ operation: text, calls: duration })),
  'poll.assumedDuration': assumedDuration,
  call: withFields({ response: something }),
  findExisting: textList,
  findEarlier: oneOf('kind', {
    none: anObject,
    happened: withFields({ response: something, evidence: text }),
    undecided: withFields({ reason: text, foundIds: textList }),
  }),
  observeBefore: optional(anObject),
  reconcile: oneOf('kind', {
    happened: withFields({ response: something, evidence: text }),
    'did-not-happen': withFields({ evidence: text }),
    undecided: withFields({ reason: text }),
  }),
  listMarked: listOf('a list of tasks', withFields({ id: text, name: text, status: text })),
};

/** The same for members of a session that are data. What a provider declares is in `declared-shapes.ts`. */
export const DATA_SHAPES: Readonly<Record<string, Shape>> = {
  limitScope: text,
  secrets: textList,
  taskScope: optional(text),
  principal: optional(text),
  keyId: optional(text),
  connection: optional(texts),
  credentialsEndAtMs: optional(a('a time in milliseconds', (value) => typeof value === 'number')),
  renewsCredentials: optional(flag),
};
