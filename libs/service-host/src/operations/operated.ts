import type { Service } from '../run-service.js';
import { Operations, type OperationsOptions } from './operations.js';
import { serveOperations } from './operations-port.js';

export interface OperatedOptions extends OperationsOptions {
  /** Undefined: nobody can ask. */
  readonly opsPort: number | undefined;
}

/**
 * A service with its operations port, which answers while the service is still being composed and until it is drained. The
 * last spans are sent when everything is done.
 *
 * @throws CannotServeOperations, and what composing throws
 */
export async function operated(
  { opsPort, ...options }: OperatedOptions,
  compose: (operations: Operations) => Promise<Service>,
): Promise<Service> {
  const operations = new Operations(options);
  const port = opsPort === undefined ? undefined : await serveOperations(opsPort, operations);
  const service = await compose(operations);
  return {
    ...service,
    drain: async () => {
      operations.drain();
      await service.drain();
      await options.tracing?.close();
      await port?.close();
    },
  };
}
