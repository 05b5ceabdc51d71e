import { type Answer, type Call, NO_ACTIVITY, Refusal, type SandboxStand, type StandTypes } from '@waybill/stand-kit';

interface OfficeTypes extends StandTypes {
  readonly name: 'offices';
  readonly service: 'offices';
  readonly credentials: object;
  readonly settings: object;
  readonly settingsPatch: object;
  readonly durations: object;
  readonly report: object;
}

/** A vendor whose services are at addresses of the users' own; one path of it serves two operations. */
export const officeStand: SandboxStand<OfficeTypes> = {
  name: 'offices',
  serviceNames: ['offices'],
  credentials: {},
  settings: {},
  settingsSchema: { type: 'object' },
  durations: {},
  throttleStyle: 429,
  mergeSettings: (base, patch) => ({ ...base, ...patch }),
  describeCredentials: () => ({}),
  env: () => ({}),
  listTasks: () => [],
  open: () => ({
    services: [
      {
        name: 'offices',
        pathPrefix: '/offices/',
        addressedBelow: '/offices/',
        gateway: {
          authenticate: () => {},
          admit: () => {},
          refuse: ({ status, code, message }) => answer({ code, message }, status),
          invalid: ({ message }) => new Refusal(400, 'invalid', message),
          throttled: () => new Refusal(429, 'throttled', 'too many'),
          failure: (status) => new Refusal(status, 'failed', 'failed'),
          unknownOperation: (request) => new Refusal(404, 'unknown', `${request?.method} ${request?.target}`),
        },
        operations: [
          {
            name: 'Send',
            nameOf: (query) => (query.some(([name]) => name === 'try') ? 'TrySend' : 'Send'),
            method: 'POST',
            path: '/offices/{office}/letters',
            subject: ({ params }) => params['office'] ?? null,
            idempotencyToken: () => null,
            handle: (call) => answer(shown(call)),
          },
        ],
        schemas: {},
        activity: () => NO_ACTIVITY,
      },
    ],
    report: () => ({}),
    reset: () => {},
  }),
};

function shown({ operation, params, target }: Call): object {
  return { operation, office: params['office'], target };
}

function answer(body: object, status = 200): Answer {
  return { status, headers: {}, body: JSON.stringify(body), effects: 0 };
}
