import { addresses, type GatewayRequests } from '@noroshi/domain';
import { ServiceUnavailable, type CommandBus } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';

type Activities = ReturnType<GatewayRequests['activity']>;

/** Somebody waits for the page; a gateway that was just killed does not answer. */
const PATIENCE_MS = 500;

/** Says when connections here last sent something: it changes with every frame, so it is asked for and never told. */
export function serveActivity(options: {
  readonly gateway: string;
  readonly bus: Pick<CommandBus, 'serve'>;
  readonly hub: Hub;
}): { close(): void } {
  const { gateway, bus, hub } = options;
  return bus.serve(addresses.gateway(gateway, 'activity'), (payload): Activities => {
    const { connectionIds } = payload as Parameters<GatewayRequests['activity']>[0];
    const here = connectionIds.flatMap((connectionId) => {
      const session = hub.session(connectionId);
      return session ? [[connectionId, session.lastActivity] as const] : [];
    });
    return Object.fromEntries(here);
  });
}

/** When these connections last sent something, by connection id; without those whose gateway does not answer. */
export async function lastActivities(
  bus: Pick<CommandBus, 'request'>,
  connections: readonly { readonly connectionId: string; readonly gateway: string }[],
): Promise<ReadonlyMap<string, number>> {
  const gateways = new Map<string, string[]>();
  for (const { connectionId, gateway } of connections) {
    gateways.set(gateway, [...(gateways.get(gateway) ?? []), connectionId]);
  }
  const answers = await Promise.all([...gateways].map(([gateway, ids]) => ask(bus, gateway, ids)));
  return new Map(answers.flatMap((answer) => Object.entries(answer)));
}

async function ask(bus: Pick<CommandBus, 'request'>, gateway: string, connectionIds: string[]): Promise<Activities> {
  try {
    const options = { timeoutMs: PATIENCE_MS };
    return (await bus.request(addresses.gateway(gateway, 'activity'), { connectionIds }, options)) as Activities;
  } catch (cause) {
    if (cause instanceof ServiceUnavailable) return {};
    throw cause;
  }
}
