import { Outage } from './outage.js';

/** Who is asked for what. `instance` names one of several that hold different things, such as a gateway. */
export interface ServiceAddress {
  readonly service: string;
  readonly operation: string;
  readonly instance?: string;
}

/** Asks whoever serves an address, and waits for the answer. Payloads are plain JSON. */
export interface CommandBus {
  /**
   * @param options.timeoutMs 2,000 by default
   * @throws ServiceUnavailable when nobody serves the address or no answer came in time: it may have been done all the same
   */
  request(address: ServiceAddress, payload: unknown, options?: { readonly timeoutMs?: number }): Promise<unknown>;
  /** Answers requests until closed. A handler that throws is answered to the caller as `ServiceUnavailable`. */
  serve(address: ServiceAddress, handler: (payload: unknown) => unknown): { close(): void };
}

export class ServiceUnavailable extends Outage {
  override readonly name = 'ServiceUnavailable';
}
