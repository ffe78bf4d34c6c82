import type { Dialect } from '@noroshi/protocol';
import type { Session } from './session.js';

/** Those in a room who speak one language and are told the same: one encoding and one publish for all of them. */
export interface Audience {
  readonly dialect: Dialect;
  /** They hear the room without being present in it. */
  readonly isListening: boolean;
  /** They are told who comes and goes. */
  readonly seesPeople: boolean;
  readonly topic: string;
  /** Those who hear it now, where their dialect says something else to each: they are told one by one. */
  readonly addressed: Set<Session> | undefined;
  /** How many they are, those who do not hear it for now included. */
  size: number;
}

/** The sessions in one room. */
export class Room {
  readonly id: string;
  readonly sessions = new Set<Session>();
  /** Those who do not hear it for now. */
  readonly paused = new Set<Session>();
  /** Hardly ever more than two: a list is smaller and quicker than a map. */
  readonly audiences: Audience[] = [];

  constructor(id: string) {
    this.id = id;
  }

  count(session: Session): void {
    const known = this.audienceOf(session);
    if (known) known.size += 1;
    else {
      const { dialect } = session;
      const [isListening, seesPeople] = [session.listens(this.id), session.seesPeople(this.id)];
      const addressed = dialect.address && new Set<Session>();
      this.audiences.push({ dialect, isListening, seesPeople, topic: this.topicOf(session), addressed, size: 1 });
    }
  }

  discount(session: Session): void {
    const audience = this.audienceOf(session);
    if (!audience) return;
    audience.size -= 1;
    if (audience.size === 0) this.audiences.splice(this.audiences.indexOf(audience), 1);
  }

  /** Where the session is told of the room, unless it is told by itself. */
  topicOf(session: Session): string {
    return `${session.dialect.name}/${session.listens(this.id) ? 'l' : 'p'}/${this.id}`;
  }

  audienceOf(session: Session): Audience | undefined {
    const isListening = session.listens(this.id);
    return this.audiences.find((each) => each.dialect === session.dialect && each.isListening === isListening);
  }
}
