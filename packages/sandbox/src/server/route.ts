import { decodeQuery, type Gateway, type Operation, type StandService } from '@waybill/stand-kit';

/** An operation, and the service behind whose gateway it is. */
export interface Route {
  readonly service: StandService;
  readonly operation: Operation;
}

export function routesOf(services: readonly StandService[]): readonly Route[] {
  return services.flatMap((service) => service.operations.map((operation) => ({ service, operation })));
}

/** What this call is named in faults and in the log. */
export function operationName({ name, nameOf }: Operation, target: string): string {
  return nameOf === undefined ? name : nameOf(decodeQuery(target));
}

/** Whose error a path gets that is no operation. */
export function gatewayFor(target: string, services: readonly StandService[]): Gateway | null {
  return services.find(({ pathPrefix }) => target.startsWith(pathPrefix))?.gateway ?? null;
}
