import {
  mentionsIn,
  sameAuthor,
  type Actor,
  type MessagePosted,
  type MessagesRequests,
  type NotificationContent,
  type RoomEvent,
  type RoomsRequests,
} from '@noroshi/domain';
import { EventLogUnavailable, type Reactor, type RecordedEvent } from '@noroshi/event-sourcing';

type Mentioned = Parameters<RoomsRequests['mentioned']>[0];

export interface NotifierOptions {
  /** Which log the positions are of: those of another one mean other events. */
  readonly epoch: string;
  /** @throws Outage while nobody can say */
  readonly mentioned: (request: Mentioned) => Promise<ReturnType<RoomsRequests['mentioned']>>;
  readonly notify: (
    request: Parameters<MessagesRequests['notify']>[0],
  ) => Promise<ReturnType<MessagesRequests['notify']>>;
}

/** The lanes on which something happens that people are told of. */
export const notifierLanes = ['control', 'talk'] as const;

/** UTF-16 units of a message that are shown. */
const EXCERPT = 200;
/** Appends at a time, when many are told of one thing. */
const TOLD_AT_ONCE = 16;

/**
 * Tells users what concerns them in rooms: who answers or mentions them, who invites them, what they become.
 *
 * Exactly once each, however often an event is reacted to: the key of a notification is made of the event's position, and
 * its user has one lane on which no key is stored twice. Nobody is told of what they do themselves.
 */
export class Notifier implements Reactor<RoomEvent> {
  readonly name = 'notifier';

  constructor(private readonly options: NotifierOptions) {}

  async react({ event, lane: { entity: roomId }, position }: RecordedEvent<RoomEvent>): Promise<void> {
    switch (event.type) {
      case 'MessagePosted':
        return this.onMessage(event, { roomId, position });
      case 'UserInvited':
        return this.onChange(event, { roomId, position }, (room, by) => ({
          title: `You are invited to ${room}`,
          message: `${by} has invited you.`,
        }));
      case 'RoleChanged':
        return this.onChange(event, { roomId, position }, (room, by) => ({
          title:
            event.role === 'moderator' ? `You are a moderator of ${room}` : `You are no moderator of ${room} any more`,
          message: `${by} has changed your role.`,
        }));
      case 'OwnershipTransferred':
        return this.onChange({ userId: event.to, by: event.by }, { roomId, position }, (room, by) => ({
          title: `You own ${room}`,
          message: `${by} has handed it over to you.`,
        }));
      default:
    }
  }

  /** Who is answered and mentioned is told of the answer: that they are mentioned, the text shows. */
  private async onMessage(message: MessagePosted, place: Place): Promise<void> {
    const answered = await this.answered(message, place);
    const mentioned = await this.mentioned(message, place);
    const told = (what: string, { roomName, people }: Meant) =>
      this.tell(
        people.filter((person) => !sameAuthor(person, message.by)).map(({ id }) => id),
        { place, notification: noticeOf(message, { place, title: `${message.by.name} ${what} ${roomName}` }) },
      );
    if (answered) await told('replied to you in', answered);
    if (mentioned) await told('mentioned you in', without(mentioned, answered));
  }

  /** Most messages mention nobody, and nothing needs to be asked about them. */
  private async mentioned({ content }: MessagePosted, { roomId }: Place): Promise<Meant | undefined> {
    if (!content.includes('@')) return undefined;
    const { words, everybody } = mentionsIn(content);
    return words.length > 0 || everybody ? this.ask({ roomId, words, everybody }) : undefined;
  }

  /** A guest has nothing to be told by; and who is not in the room any more does not hear what is said there. */
  private async answered({ replyTo, by }: MessagePosted, { roomId }: Place): Promise<Meant | undefined> {
    if (!replyTo || replyTo.author.guest || sameAuthor(replyTo.author, by)) return undefined;
    const { id } = replyTo.author;
    const { roomName, people } = await this.ask({ roomId, words: [[id]], everybody: false });
    // Somebody else may go by a name like that.
    return { roomName, people: people.filter((person) => person.id === id) };
  }

  private async onChange(
    { userId, by }: { readonly userId: string; readonly by: string },
    place: Place,
    say: (room: string, by: string) => Pick<NotificationContent, 'title' | 'message'>,
  ): Promise<void> {
    if (userId === by) return;
    const { roomName, people } = await this.ask({ roomId: place.roomId, words: [[by]], everybody: false });
    const { title, message } = say(roomName, nameOf(by, people));
    const notification: NotificationContent = {
      title: cut(title, EXCERPT),
      message,
      type: 'info',
      about: { roomId: place.roomId },
    };
    await this.tell([userId], { place, notification });
  }

  private async ask(request: Mentioned): Promise<Meant> {
    const answer = await this.options.mentioned(request);
    if (!answer.ok) throw new EventLogUnavailable('the rooms service can not say now who is meant');
    return answer;
  }

  private async tell(
    userIds: readonly string[],
    { place, notification }: { readonly place: Place; readonly notification: NotificationContent },
  ): Promise<void> {
    const key = `room/${this.options.epoch}/${place.position}`;
    for (let start = 0; start < userIds.length; start += TOLD_AT_ONCE) {
      const some = userIds.slice(start, start + TOLD_AT_ONCE);
      await Promise.all(some.map((userId) => this.tellOne({ userId, key, notification })));
    }
  }

  private async tellOne(request: Parameters<NotifierOptions['notify']>[0]): Promise<void> {
    const answer = await this.options.notify(request);
    if (answer.ok) return;
    if (answer.code === 'unavailable' || answer.code === 'log_full')
      throw new EventLogUnavailable('a notification can not be stored now');
    throw new Error(`a notification was refused: ${answer.code}`);
  }
}

interface Place {
  readonly roomId: string;
  readonly position: number;
}

/** Whom a message is for, in a room of this name. */
type Meant = Pick<Extract<ReturnType<RoomsRequests['mentioned']>, { ok: true }>, 'roomName' | 'people'>;

const without = ({ roomName, people }: Meant, told: Meant | undefined): Meant => ({
  roomName,
  people: people.filter(({ id }) => !told?.people.some((person) => person.id === id)),
});

const noticeOf = (
  { content }: MessagePosted,
  { place, title }: { readonly place: Place; readonly title: string },
): NotificationContent => ({
  title: cut(title, EXCERPT),
  message: cut(content, EXCERPT),
  type: 'info',
  about: { roomId: place.roomId, message: place.position },
});

/** Who has left meanwhile goes by the id. */
const nameOf = (id: string, people: readonly Actor[]): string => people.find((person) => person.id === id)?.name ?? id;

/** Never half of a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
