import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

export interface HealthOptions {
  readonly isDraining: () => boolean;
  /** The log answers, and nothing that it holds may be missing here. */
  readonly isUpToDate: () => Promise<boolean>;
  /** It had no room for what was last to be stored. */
  readonly isLogFull: () => boolean;
  readonly rooms: Pick<RoomsClient, 'publicRooms'>;
  readonly messages: Pick<MessagesClient, 'history'>;
}

type State = 'up' | 'down' | 'full';

export const healthz: RestHandler = () => json({ status: 'ok' });

/** 503 as soon as one dependency does not answer: people in rooms can still talk, but nobody new should be sent here. */
export function readyz(options: HealthOptions): RestHandler {
  return async () => {
    const isDraining = options.isDraining();
    const dependencies = await statesOf(options);
    const ready = !isDraining && Object.values(dependencies).every((state) => state === 'up');
    const status = isDraining ? 'draining' : ready ? 'ready' : 'not ready';
    return json({ status, dependencies }, ready ? 200 : 503);
  };
}

async function statesOf({ isUpToDate, isLogFull, rooms, messages }: HealthOptions): Promise<Record<string, State>> {
  if (!(await isUpToDate())) return { nats: 'down', rooms: 'down', messages: 'down' };
  const answers = [rooms.publicRooms({ limit: 1 }), messages.history({ roomId: 'readyz', limit: 1 })] as const;
  const [fromRooms, fromMessages] = await Promise.all(answers);
  return { nats: isLogFull() ? 'full' : 'up', rooms: state(fromRooms.ok), messages: state(fromMessages.ok) };
}

const state = (up: boolean): State => (up ? 'up' : 'down');
