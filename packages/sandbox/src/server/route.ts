import type { Operation, StandService } from '@waybill/stand-kit';

/** An operation, and the service behind whose gateway it is. */
export interface Route {
  readonly service: StandService;
  readonly operation: Operation;
}

export function routesOf(services: readonly StandService[]): readonly Route[] {
  return services.flatMap((service) => service.operations.map((operation) => ({ service, operation })));
}
