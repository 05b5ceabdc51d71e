// What authors of kinds may import by name; a kind of step that is not here is in `StepBlueprint` all the same.
export type { AwaitBlueprint } from './await/await-blueprint.ts';
export type { CallBlueprint } from './call/call-blueprint.ts';
export type { BesideRead, CheckBlueprint, Unreachable } from './check/check-blueprint.ts';
export type { GateBlueprint } from './gate/gate-blueprint.ts';
export type { JobBlueprint } from './job/job-blueprint.ts';
