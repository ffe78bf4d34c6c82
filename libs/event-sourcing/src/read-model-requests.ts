import type { ReplayOutcome } from './buried-event.js';
import type { CommandBus, ServiceAddress } from './command-bus.js';
import type { Event } from './event.js';
import type { ReadModelKeeper, ReadModelStatus } from './read-model-keeper.js';

/** What an operator may ask of a read model, wherever it is kept. */
export interface ReadModelRequests {
  status: () => ReadModelStatus;
  /** Begins, or finds it begun: `status` tells how far it is. */
  rebuild: () => ReadModelStatus;
  /** `id` of a dead letter of this read model. */
  replay: (request: { readonly id: string }) => ReplayOutcome;
}

export const readModelAddress = (name: string, operation: keyof ReadModelRequests): ServiceAddress => ({
  service: 'read-model',
  instance: name,
  operation,
});

/** Answers until closed. */
export function serveReadModel<E extends Event>(
  bus: Pick<CommandBus, 'serve'>,
  keeper: ReadModelKeeper<E>,
): { close(): void } {
  const { name } = keeper.status();
  const serve = (operation: keyof ReadModelRequests, handler: (payload: unknown) => unknown) =>
    bus.serve(readModelAddress(name, operation), handler);
  const serving = [
    serve('status', () => keeper.status()),
    serve('rebuild', () => {
      void keeper.rebuild();
      return keeper.status();
    }),
    serve('replay', (payload) => keeper.replay(String((payload as { id?: unknown } | undefined)?.id))),
  ];
  return { close: () => serving.forEach((each) => each.close()) };
}
