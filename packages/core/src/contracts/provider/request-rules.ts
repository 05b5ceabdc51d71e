import { isDeepStrictEqual } from 'node:util';
import { collectReferences, displayValue, type JsonObject, type Value } from '../../value/value.ts';
import { onAnotherDay } from './another-day.ts';
import { judgementFaults } from './judgement-faults.ts';
import {
  type CompleteProvider,
  type CompleteRule,
  frozen,
  inputOf,
  sampledCalls,
  sampledParts,
  sampledUnits,
  shownArguments,
  thrownBy,
} from './provider-under-test.ts';

export const REQUEST_RULES: readonly CompleteRule[] = [
  {
    promise: 'the request of a call follows from the call alone, and has an origin, a path and one body',
    faultsOf: outlines,
  },
  { promise: 'requests go to the endpoints that the entry leads to', faultsOf: endpoints },
  { promise: 'nothing that is shown before a run holds a secret of the entry', faultsOf: secrets },
  { promise: 'what a unit writes, and from where to where, follows from its values alone', faultsOf: places },
  { promise: 'checks judge an answer of any form', faultsOf: judges },
];

function outlines(under: CompleteProvider): readonly string[] {
  const { provider } = under;
  const config = frozen(structuredClone(under.config));
  return sampledCalls(under).flatMap((call) => {
    const args = frozen(shownArguments(call));
    const build = () => provider.buildRequest(config, call.operation.name, args);
    const thrown = thrownBy(build);
    if (thrown !== undefined) return [`${call.place}: it throws ${thrown}`];
    const outline = build();
    return [
      ...(isDeepStrictEqual(outline, onAnotherDay(build)) ? [] : ['the same call gives two requests']),
      ...(isOrigin(outline.endpoint) ? [] : [`${outline.endpoint} is no scheme, host and port`]),
      ...(outline.path.startsWith('/') ? [] : [`the path ${outline.path} does not begin with /`]),
      ...(outline.body !== undefined && outline.lines !== undefined ? ['it has a body and lines'] : []),
      ...(['GET', 'HEAD'].includes(outline.method) && (outline.body ?? outline.lines) !== undefined
        ? [`${outline.method} has a body`]
        : []),
    ].map((fault) => `${call.place}: ${fault}`);
  });
}

function isOrigin(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, protocol, host } = new URL(endpoint);
  // Of schemes that browsers do not know, a URL has no origin.
  return endpoint === (origin === 'null' ? `${protocol}//${host}` : origin);
}

function endpoints(under: CompleteProvider): readonly string[] {
  const { provider, config } = under;
  if (provider.endpointsOf === undefined) return [];
  const known = provider.endpointsOf(config).map(({ origin }) => origin);
  const used = sampledCalls(under).map(
    (call) => provider.buildRequest(config, call.operation.name, shownArguments(call)).endpoint,
  );
  return [...new Set(used)]
    .filter((origin) => !known.includes(origin))
    .map((origin) => `${origin} is not in endpointsOf`);
}

function secrets(under: CompleteProvider): readonly string[] {
  const { provider, config, secrets: hidden = [] } = under;
  const shown: (readonly [place: string, value: unknown])[] = [
    ['endpointsOf', provider.endpointsOf?.(config)],
    ['connectionOf', provider.connectionOf?.(config)],
    ...sampledUnits(under).flatMap(({ sample, kind, blueprint }) =>
      Object.entries({
        steps: blueprint,
        writes: kind.writes?.(sample.with),
        describe: kind.describe?.(sample.with, 'it'),
        impact: kind.impact?.(inputOf(sample)),
      }).map(([what, value]) => [`${sample.kind}: ${what}`, value] as const),
    ),
    ...sampledCalls(under).map(
      (call) => [call.place, provider.buildRequest(config, call.operation.name, shownArguments(call))] as const,
    ),
  ];
  return shown.flatMap(([place, value]) => {
    const text = JSON.stringify(value) ?? '';
    return hidden.some((secret) => text.includes(secret)) ? [`${place}: it shows a secret`] : [];
  });
}

function places(under: CompleteProvider): readonly string[] {
  return under.units.flatMap((sample) => {
    const kind = under.provider.kinds[sample.kind];
    if (kind === undefined) return [];
    const values = frozen(sample.with);
    const said: Readonly<Record<string, () => unknown>> = {
      writes: () => kind.writes?.(values),
      describe: () => kind.describe?.(values, 'it'),
      impact: () => kind.impact?.(frozen(inputOf(sample))),
    };
    const impure = Object.entries(said).flatMap(([name, say]) => {
      const thrown = thrownBy(say);
      if (thrown !== undefined) return [`${name} throws ${thrown}`];
      return isDeepStrictEqual(say(), onAnotherDay(say)) ? [] : [`${name} says two things of the same values`];
    });
    if (impure.length > 0) return impure.map((fault) => `${sample.kind}: ${fault}`);
    const { from, to } = kind.describe?.(values, 'it') ?? {};
    const facts = [from, to].flatMap((place) => place?.facts ?? []);
    const { downtimeSteps, ...sentences } = kind.impact?.(inputOf(sample)) ?? {};
    const steps = kind.expand(inputOf(sample)).steps.map(({ name }) => name);
    return [
      ...(kind.writes?.(values) ?? []).flatMap(({ path, identity, label }) => [
        ...(isIn(values, path) ? [] : [`it writes ${label}, which ${path.join('.')} is to name and does not`]),
        ...(identity.length > 0 && identity.every((text) => text !== '')
          ? []
          : [`what it writes has an empty identity (${label})`]),
      ]),
      ...[from, to].filter((place) => place?.label === '').map(() => 'a place has no label'),
      ...facts
        .filter(({ value }) => collectReferences(value ?? null).some(({ path: [root] }) => root === 'secrets'))
        .map(({ name }) => `the fact ${name} of a place is a secret`),
      ...Object.entries(sentences)
        .filter(([, text]) => !isOneLine(text))
        .map(([name]) => `its ${name} is not one line of text`),
      ...Object.values(downtimeSteps ?? {})
        .filter((step) => !steps.includes(step))
        .map((step) => `its downtime is bounded by ${step}, which is no step of it`),
    ].map((fault) => `${sample.kind}: ${fault}`);
  });
}

/** Reviewers read them side by side. */
const MOST_CHARACTERS_OF_LINE = 160;

function isOneLine(text: unknown): boolean {
  return typeof text === 'string' && text.length <= MOST_CHARACTERS_OF_LINE && !/[\r\n]/.test(text);
}

function isIn(values: Value, path: readonly string[]): boolean {
  let current: unknown = values;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return false;
    current = Reflect.get(current, key);
  }
  return true;
}

const ANSWERS: readonly Value[] = [null, {}, [], 'no JSON', 0, { unexpected: [{ deep: null }] }];

function judges(under: CompleteProvider): readonly string[] {
  return sampledParts(under).flatMap(({ place, part }) => {
    const check = part.kind === 'checks' ? under.provider.checks[part.name] : undefined;
    if (part.kind !== 'checks' || check === undefined) return [];
    const args = displayValue(part.input) as JsonObject;
    const expected = displayValue(part.expect) as JsonObject;
    return [
      ...ANSWERS.flatMap((answer) => {
        const response = displayValue(answer);
        const judge = () => check.judge(response, args, expected, part.isGivenSecond ? response : undefined);
        return judgementFaults(judge, JSON.stringify(answer));
      }),
      ...judgementFaults(() => check.judgeNotFound?.(args, expected), 'a missing object'),
    ].map((fault) => `${place}: ${fault}`);
  });
}
