export type { AwaitStep } from './await/await-module.ts';
export type { CallStep } from './call/call-module.ts';
export type { CheckStep } from './check/check-module.ts';
export type { GateStep } from './gate/gate-module.ts';
export type { JobStep } from './job/job-module.ts';
export type { StepBase } from './step-base.ts';
export type { Step, StepKind } from './step-modules.ts';
