import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { defined } from '../../value/defined.ts';
import { fillReferences } from '../../value/fill-references.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import { atOnce, type Sliced } from '../../value/sliced.ts';
import { isValueObject, type Json, type Reference, type Value } from '../../value/value.ts';
import { digestSource, filesFromFolder } from '../digest-source.ts';
import { expandMigrationsSliced } from '../expand/expand-migrations.ts';
import type { ReadPlanFile } from '../inventory/plan-file.ts';
import type { MovedUnit, Plan } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import { type PlanDocument, readDocumentSliced } from '../syntax/read-document.ts';
import { buildApprovals } from './build-approvals.ts';
import { buildMigrations } from './build-migrations.ts';
import { buildNotify } from './build-notify.ts';
import { buildProviders } from './build-providers.ts';
import { buildRollout } from './build-rollout.ts';
import { buildSecrets } from './build-secrets.ts';
import { checkDefaults } from './check-defaults.ts';
import { checkDocument } from './check-document.ts';
import { checkInputUse, lookUpInput } from './check-input-use.ts';
import { expandSecrets } from './expand-secrets.ts';
import { mergeDefaults } from './merge-defaults.ts';
import { namesOf } from './names-of.ts';
import { cannotRead, type Inventories, openInventories } from './open-inventories.ts';
import { planMeaning } from './plan-meaning.ts';
import {
  type EnvironmentValues,
  type GivenPlace,
  NO_ENVIRONMENT,
  type PlanEnvironment,
  readEnvironment,
} from './read-environment.ts';
import { resolveInputs } from './resolve-inputs.ts';
import { withAddressed } from './with-addressed.ts';

export interface LoadOptions {
  /** Name of the file, for diagnostics. */
  readonly file: string;
  readonly registry: ProviderRegistry;
  /** Values for `inputs:` as text, such as `--var name=value` gives them. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Which environment the plan is read for: its values file gives values to inputs, below `variables`.
   *
   * @default none
   */
  readonly environment?: PlanEnvironment;
  /**
   * Longer texts are refused unread.
   *
   * @default 16 MiB
   */
  readonly maxSizeBytes?: number;
  /**
   * Reads the inventories that the plan names, each once.
   *
   * @default none can be read
   */
  readonly readFile?: ReadPlanFile;
  /**
   * Hands out the document as well, which then stays in memory.
   *
   * @default false
   */
  readonly keepsWritten?: boolean;
}

export interface LoadedPlan {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The inventories that were read, by the names that diagnostics give them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** From what the plan was made, with `keepsWritten`. Absent without a plan. */
  readonly written?: WrittenPlan;
}

/** A document before anything of it was filled in, and the values of its inputs. */
export interface WrittenPlan {
  /** As it is written. */
  readonly document: PlanDocument;
  /** With the blocks of `defaults.with` merged. */
  readonly merged: PlanDocument;
  readonly inputs: ReadonlyMap<string, Json>;
  /** Inputs whose value was given with the variables. */
  readonly variables: ReadonlySet<string>;
  /** Where the file of the environment gives the other ones. */
  readonly places: ReadonlyMap<string, GivenPlace>;
}

/**
 * Text, or the bytes of a file → checked plan. There is a plan exactly when no diagnostic is an error; with errors, the
 * readable part is expanded as well, so that all mistakes are reported at once.
 */
export function loadPlan(text: string | Uint8Array, options: LoadOptions): LoadedPlan {
  return atOnce(loadPlanSliced(text, options));
}

/** What `loadPlan` does. */
export function* loadPlanSliced(text: string | Uint8Array, options: LoadOptions): Sliced<LoadedPlan> {
  const { document: written, diagnostics } = yield* readDocumentSliced(text, options);
  yield;
  if (written === undefined) return { plan: undefined, diagnostics, files: new Map() };
  const document = mergeDefaults(written);
  const findings = checkDocument(document, diagnostics, options.registry);
  yield;
  const inventories = openInventories({ planFile: options.file, readFile: options.readFile, findings });
  const { environment, places, inputs } = readInputs(document, options, findings);
  checkInputUse(document.root, inputs, findings);
  const draft = {
    ...buildPlan({ document, inputs, registry: options.registry, findings, inventories }),
    ...defined({
      name: options.environment && nameOf(document.root.name, options.environment),
      environment: options.environment?.name,
    }),
  };
  const files = new Map([...environment.files, ...inventories.files]);
  yield;
  if (!hasErrors(findings.list())) {
    const named = filesFromFolder(options.file, files);
    const sourceDigest = digestSource(text, options.variables, named, options.environment?.name);
    return {
      plan: withDigests(draft, sourceDigest, options.registry),
      diagnostics: findings.list(),
      files,
      ...(options.keepsWritten === true
        ? { written: { document: written, merged: document, inputs, places, variables: namesGiven(options) } }
        : {}),
    };
  }
  const { migrations, providers } = document.root;
  const declared = { migrations: namesOf(migrations), providers: namesOf(providers) };
  yield* expandMigrationsSliced(draft, options.registry, findings, declared);
  return { plan: undefined, diagnostics: findings.list(), files };
}

/** The values of a plan's inputs: those that are given singly, above those of the environment, above defaults. */
export function readInputs(
  document: PlanDocument,
  options: LoadOptions,
  findings: Findings,
): Pick<EnvironmentValues, 'places'> & {
  readonly environment: EnvironmentValues;
  readonly inputs: ReadonlyMap<string, Json>;
} {
  const environment = readEnvironmentOf(options, document, findings);
  const variables = { ...environment.variables, ...options.variables };
  const places = placesOf(environment, options.variables);
  return { environment, places, inputs: resolveInputs(document, variables, findings, { ...environment, places }) };
}

/** What the environment that a plan is read for says; nothing without one. */
function readEnvironmentOf(
  { environment, readFile = cannotRead, file }: LoadOptions,
  document: PlanDocument,
  findings: Findings,
): EnvironmentValues {
  if (environment === undefined) return NO_ENVIRONMENT;
  return readEnvironment(environment, { document, fileOf: (path) => join(dirname(file), path), readFile, findings });
}

function namesGiven({ variables = {} }: LoadOptions): ReadonlySet<string> {
  return new Set(Object.keys(variables));
}

/** Of the values that no single one replaces. */
function placesOf({ places }: EnvironmentValues, given: LoadOptions['variables'] = {}): EnvironmentValues['places'] {
  return new Map([...places].filter(([name]) => !Object.hasOwn(given, name)));
}

/** A dot is in no plan's name: the state of `shop` for `prod` is never that of a plan `shop-prod`. */
export function nameOf(name: Value | undefined, environment: PlanEnvironment | undefined): string {
  if (typeof name !== 'string') return '';
  return environment === undefined ? name : `${name}.${environment.name}`;
}

interface PlanParts {
  readonly document: PlanDocument;
  readonly inputs: ReadonlyMap<string, Json>;
  readonly registry: ProviderRegistry;
  readonly findings: Findings;
  readonly inventories: Inventories;
}

/** The plan as far as it can be read; migrations and providers that cannot be used are left out and reported. */
function buildPlan({ inputs, ...parts }: PlanParts): Plan {
  const { document, registry, findings } = parts;
  const { root, source } = document;
  const providers = buildProviders(fillInputs(root.providers ?? {}, inputs), registry, findings);
  checkDefaults(root, providers, { registry, findings });
  const context = { ...parts, providers, fillInputs: (value: Value) => fillInputs(value, inputs) };
  const migrations = buildMigrations(context, namesOf(root.providers));
  const connections = withAddressed({ providers, migrations }, registry);
  const declared = buildSecrets(root.secrets);
  return {
    file: source.file,
    name: nameOf(root.name, undefined),
    description: typeof root.description === 'string' ? root.description : '',
    inputs: Object.fromEntries(inputs),
    secrets: expandSecrets(declared, { providers, migrations }, findings),
    ...defined({ secretFamilies: nonEmpty(declared.families) }),
    providers: connections,
    migrations,
    ...defined({
      rollout: buildRollout(root.rollout, findings),
      approvals: buildApprovals(root.approvals, findings),
      notify: buildNotify(root.notify, findings),
      moved: readMoved(root.moved),
    }),
    digest: '',
    sourceDigest: '',
    source,
  };
}

/** What has another form was reported by the shape check. */
function readMoved(value: Value | undefined): readonly MovedUnit[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.map((entry: Value): MovedUnit => {
    const { from, to } = isValueObject(entry) ? entry : {};
    return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' };
  });
  return entries.every(({ from, to }) => from !== '' && to !== '') ? entries : undefined;
}

/** Inputs filled in; other references stay. */
export function fillInputs(value: Value, inputs: ReadonlyMap<string, Json>): Value {
  const lookUp = (reference: Reference): Value => lookUpInput(reference, inputs) ?? reference;
  return fillReferences(value, lookUp);
}

function withDigests(plan: Plan, sourceDigest: string, registry: ProviderRegistry): Plan {
  return {
    ...plan,
    sourceDigest,
    digest: createHash('sha256')
      .update(canonicalJson(planMeaning(plan, registry)))
      .digest('hex'),
  };
}
