import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler } from '../transport/http-route.js';

export interface HealthOptions {
  readonly isDraining: () => boolean;
  readonly isConnected: () => boolean;
  readonly rooms: Pick<RoomsClient, 'publicRooms'>;
  readonly messages: Pick<MessagesClient, 'history'>;
}

export const healthz: RestHandler = () => json({ status: 'ok' });

/** 503 as soon as one dependency does not answer: people in rooms can still talk, but nobody new should be sent here. */
export function readyz({ isDraining, isConnected, rooms, messages }: HealthOptions): RestHandler {
  return async () => {
    const nats = isConnected();
    const [roomsAnswer, messagesAnswer] = nats
      ? await Promise.all([rooms.publicRooms({ limit: 1 }), messages.history({ roomId: 'readyz', limit: 1 })])
      : [{ ok: false }, { ok: false }];
    const dependencies = { nats: state(nats), rooms: state(roomsAnswer.ok), messages: state(messagesAnswer.ok) };
    const ready = !isDraining() && Object.values(dependencies).every((dependency) => dependency === 'up');
    const status = isDraining() ? 'draining' : ready ? 'ready' : 'not ready';
    return json({ status, dependencies }, ready ? 200 : 503);
  };
}

const state = (up: boolean): 'up' | 'down' => (up ? 'up' : 'down');
