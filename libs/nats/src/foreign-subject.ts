import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { Outage } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';

export interface ForeignMessage {
  /** Told as `Nats-Msg-Id`: a stream keeps the message once, however often it is sent within its window. */
  readonly id: string;
  readonly body: string;
}

/** The message did not get to the server, or nothing is known of it. */
export class NotPublished extends Outage {
  override readonly name = 'NotPublished';
}

/** Subjects of this product begin like this: what others put there would be taken for its own. */
const OWN = /^(room|user|session|checkpoint|deadletter|live|typing|presence|signals|news|service|\$[^.]*|_INBOX)(\.|$)/;

/** A subject that somebody else may listen on: no wildcards, and none of this product's own. */
export const isForeignSubject = (subject: string): boolean =>
  /^[\w-]+(\.[\w-]+)*$/.test(subject) && subject.length <= 255 && !OWN.test(subject);

/**
 * Publishes to subjects of others. Resolves when the server has the message, or, with `stream`, when one has stored it.
 *
 * @throws NotPublished
 */
export function createForeignPublisher(nats: Nats) {
  const { connection } = nats;
  return async (subject: string, { id, body }: ForeignMessage, { stream }: { readonly stream: boolean }) => {
    if (!nats.isConnected()) throw new NotPublished('there is no connection to NATS');
    try {
      if (stream) {
        await jetstream(connection).publish(subject, body, { msgID: id });
        return;
      }
      const fields = headers();
      fields.set('Nats-Msg-Id', id);
      connection.publish(subject, body, { headers: fields });
      await connection.flush();
    } catch (cause) {
      throw new NotPublished(`nothing is known of a message to ${subject}`, { cause });
    }
  };
}
