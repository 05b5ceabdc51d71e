/** What an answer should be, in a few words, when it is not; undefined when it has its shape. */
export type AnswerShape = (answer: unknown) => string | undefined;

type Fields = Readonly<Record<string, unknown>>;
type Has = (value: unknown) => boolean;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Has = (value) => typeof value === 'string';
const isFunction: Has = (value) => typeof value === 'function';
const isDuration: Has = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isListOf =
  (has: Has): Has =>
  (value) =>
    Array.isArray(value) && value.every(has);
const isRest: Has = (value) => value === undefined || isDuration(value);
const isAccess: Has = (value) => value === 'reads' || value === 'writes' || value === 'reads and writes';
const isAnything: Has = (value) => value !== undefined;

const a =
  (what: string, has: Has): AnswerShape =>
  (answer) =>
    has(answer) ? undefined : what;

const optional =
  (shape: AnswerShape): AnswerShape =>
  (answer) =>
    answer === undefined ? undefined : shape(answer);

/** An object with these fields. */
function withFields(fields: Readonly<Record<string | symbol, Has>>): AnswerShape {
  const entries = Reflect.ownKeys(fields).map((name) => [name, fields[name] as Has] as const);
  return (answer) => {
    if (!isObject(answer)) return 'an object';
    const wrong = entries.find(([name, has]) => !has(Reflect.get(answer, name)));
    return wrong === undefined ? undefined : `an object with a valid \`${String(wrong[0])}\``;
  };
}

/** An object whose `kind` is one of these, with the fields of that kind. */
function oneOf(kinds: Readonly<Record<string, Readonly<Record<string, Has>>>>): AnswerShape {
  const shapes = new Map(Object.entries(kinds).map(([kind, fields]) => [kind, withFields(fields)]));
  return (answer) => {
    const shape = isObject(answer) && typeof answer['kind'] === 'string' ? shapes.get(answer['kind']) : undefined;
    return shape === undefined ? `an object of kind ${[...shapes.keys()].join(', ')}` : shape(answer);
  };
}

const isShapedAs =
  (shape: AnswerShape): Has =>
  (value) =>
    shape(value) === undefined;

const isVerification: Has = (value) => value === undefined || value === 'different' || value === 'unstable';

const isNotes: Has = (value) => value === undefined || isListOf(isText)(value);

const isAmount: Has = (value) => value === undefined || isShapedAs(withFields({ of: isText }))(value);

const finding = oneOf({
  passed: { detail: isText, notes: isNotes, amount: isAmount },
  warning: { detail: isText, hint: isText, notes: isNotes, amount: isAmount },
  failed: { detail: isText, hint: isText, result: isVerification },
  'not-yet': { detail: isText },
});

const textList = a('a list of texts', isListOf(isText));
const anObject = a('an object', isObject);
const duration = withFields({ p50Ms: isDuration, p90Ms: isDuration, source: isText });
const problems = a('a list of problems', isListOf(isObject));
const differences = a('a list of differences', isListOf(isShapedAs(withFields({ what: isText, id: isText }))));
const targets = a('a list of targets', isListOf(isShapedAs(withFields({ label: isText, identity: isListOf(isText) }))));

const isStep = isShapedAs(withFields({ kind: isText, name: isText, title: isText }));
const steps = a('a list of steps', isListOf(isStep));
const blueprint = withFields({
  steps: isListOf(isStep),
  outputs: isObject,
  problems: (value) => optional(problems)(value) === undefined,
});

const stepsAround = withFields({ before: isListOf(isStep), after: isListOf(isStep) });
const verification = oneOf({
  steps: { level: isText, blueprint: isShapedAs(blueprint), impact: isObject },
  none: { why: isText },
});

/** The least that the engine needs of each answer; by the place in the contract, as `PROVIDER_DEFECT` names it. */
export const ANSWER_SHAPES: Readonly<Record<string, AnswerShape>> = {
  buildRequest: withFields({ method: isText, endpoint: isText, path: isText, query: isObject }),
  endpointsOf: a('a list of endpoints', isListOf(isShapedAs(withFields({ key: isText, origin: isText })))),
  connectionOf: a('an object of texts', (answer) => isObject(answer) && Object.values(answer).every(isText)),
  findCredentials: withFields({ place: isText, secrets: isListOf(isText) }),
  connect: withFields({ call: isFunction, [Symbol.asyncDispose]: isFunction }),
  'operation.completion': optional(withFields({ poll: isText, goal: isText, arguments: isObject })),
  'operation.problems': optional(problems),
  'operation.readBefore': withFields({ operation: isText, arguments: isObject }),
  'operation.mark': anObject,
  'operation.writes': targets,
  'kind.expand': blueprint,
  'kind.verification': verification,
  'kind.freshness': blueprint,
  'comparison.problems': problems,
  'comparison.before': steps,
  'comparison.after': steps,
  'comparison.frozen': steps,
  'comparison.freeze': withFields({
    before: isListOf(isStep),
    freeze: isListOf(isStep),
    hold: isListOf(isStep),
    lift: isListOf(isStep),
    holdsMs: isRest,
  }),
  'comparison.moved': stepsAround,
  'comparison.movedBack': stepsAround,
  'comparison.again': verification,
  'comparison.freshness': blueprint,
  'comparison.unseen': a('a text', isText),
  'kind.rollback': oneOf({ steps: { blueprint: isShapedAs(blueprint), impact: isObject }, none: { why: isText } }),
  'kind.writes': targets,
  'kind.impact': withFields({
    downtime: isText,
    wayBack: isText,
    downtimeSteps: (value) => optional(withFields({ from: isText, until: isText }))(value) === undefined,
  }),
  'kind.optionsMeaning': anObject,
  'check.judge': finding,
  'check.judgeNotFound': finding,
  'job.planSlices': a('a list of slices', isListOf(isShapedAs(withFields({ name: isText, arguments: isObject })))),
  'job.runSlice': anObject,
  'job.summarize': oneOf({ succeeded: { outputs: isObject }, failed: { reason: isText, result: isVerification } }),
  'job.differencesIn': differences,
  'job.leftOutIn': differences,
  'job.valuesOf': a(
    'a list of values of both sides',
    isListOf(isShapedAs(withFields({ source: isAnything, target: isAnything }))),
  ),
  'listing.readPage': withFields({ rows: isListOf(isObject) }),
  'poll.scope': a('a text', isText),
  'poll.read': a(
    'a list of observations',
    isListOf((value) => value === undefined || isObject(value)),
  ),
  'poll.judge': oneOf({
    pending: { status: isText, restMs: isRest },
    reached: { status: isText, outputs: isObject },
    failed: { status: isText, reason: isText },
  }),
  'poll.callsOfRound': a('a list of calls', isListOf(isShapedAs(withFields({ operation: isText, calls: isDuration })))),
  'poll.assumedDuration': duration,
  call: withFields({ response: isAnything }),
  findExisting: textList,
  findEarlier: oneOf({
    none: {},
    happened: { response: isAnything, evidence: isText },
    undecided: { reason: isText, foundIds: isListOf(isText) },
  }),
  observeBefore: optional(anObject),
  reconcile: oneOf({
    happened: { response: isAnything, evidence: isText },
    'did-not-happen': { evidence: isText },
    undecided: { reason: isText },
  }),
  listMarked: a('a list of tasks', isListOf(isShapedAs(withFields({ id: isText, name: isText, status: isText })))),
};

/** The same for members that are data, which are read and not called. */
export const DATA_SHAPES: Readonly<Record<string, AnswerShape>> = {
  limitScope: a('a text', isText),
  secrets: textList,
  'operation.title': a('a text', isText),
  'operation.requestSchema': anObject,
  'operation.outputs': anObject,
  'operation.recovery': optional(withFields({ policy: isText })),
  'operation.taskId': optional(a('a text', isText)),
  'kind.title': a('a text', isText),
  'kind.withSchema': anObject,
  'kind.optionsSchema': optional(anObject),
  'kind.outputs': textList,
  'kind.cutoverGates': optional(textList),
  'kind.verificationLevels': optional(textList),
  'kind.decisivePaths': optional(a('a list of paths', isListOf(isListOf(isText)))),
  'check.outputs': optional(a('an object of texts', (value) => isObject(value) && Object.values(value).every(isText))),
  'job.inputSchema': anObject,
  'job.outputs': textList,
  'job.access': optional(a('a list of reads, writes, or reads and writes', isListOf(isAccess))),
  'job.assumedDuration': duration,
  'listing.columns': a('a list of columns', isListOf(isObject)),
  'listing.key': a('a text', isText),
};
