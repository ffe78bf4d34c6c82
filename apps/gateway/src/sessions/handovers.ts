import { addresses, type GatewayRequests, type Handover } from '@noroshi/domain';
import { ServiceUnavailable, type CommandBus } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';
import { markIn } from '../push/connection-id.js';
import type { RoomViews } from '../rooms/room-views.js';

export interface HandoversOptions {
  readonly hub: Pick<Hub, 'session'>;
  readonly views: Pick<RoomViews, 'followed'>;
  readonly bus: Pick<CommandBus, 'request' | 'serve'>;
  /** What the ids of this gateway's connections end with. */
  readonly mark: string;
}

type Request = Parameters<GatewayRequests['handOver']>[0];
type Answer = ReturnType<GatewayRequests['handOver']>;

/** Somebody waits for the first event; a gateway that was just killed does not answer. */
const PATIENCE_MS = 1_000;
/** From where a session began to where it went, and once more when it is just going on. */
const MOST_HOPS = 3;
/** NATS takes a megabyte. Who has missed more of long posts reads them over HTTP. */
const LARGEST_BYTES = 900_000;
/** Sessions that began here and went elsewhere. Of one that was forgotten the client is told that it missed something. */
const REMEMBERED = 20_000;

/** Sessions go from gateway to gateway with their clients. The one on which a session began knows where it is. */
export class Handovers {
  readonly #options: HandoversOptions;
  readonly #moved = new Map<string, string>();
  readonly #serving: { close(): void };

  constructor(options: HandoversOptions) {
    this.#options = options;
    this.#serving = options.bus.serve(addresses.gateway(options.mark, 'handOver'), (payload) =>
      this.#handOver(payload as Request),
    );
  }

  close(): void {
    this.#serving.close();
  }

  /** The session of a user that another gateway holds; from now on it is this gateway's. Undefined: nobody has it. */
  async ask(connectionId: string, userId: string): Promise<Handover | undefined> {
    const { mark: here } = this.#options;
    let gateway = this.#moved.get(connectionId) ?? markIn(connectionId);
    for (let hop = 0; hop < MOST_HOPS && gateway !== here; hop += 1) {
      const answer = await this.#request(gateway, { connectionId, userId, to: here });
      if (answer.kind === 'here') this.#moved.delete(connectionId);
      if (answer.kind !== 'moved') return answer.kind === 'here' ? answer : undefined;
      gateway = answer.gateway;
    }
    return undefined;
  }

  async #request(gateway: string, request: Request): Promise<Answer> {
    try {
      const options = { timeoutMs: PATIENCE_MS };
      return (await this.#options.bus.request(addresses.gateway(gateway, 'handOver'), request, options)) as Answer;
    } catch (cause) {
      if (cause instanceof ServiceUnavailable) return { kind: 'unknown' };
      throw cause;
    }
  }

  #handOver({ connectionId, userId, to }: Request): Answer {
    const session = this.#options.hub.session(connectionId);
    if (!session) return this.#whereabouts(connectionId, to);
    if (!isOf(session, userId)) return { kind: 'unknown' };
    this.#remember(connectionId, to);
    const handover = this.#given(session);
    session.close(disconnects.goingAway);
    return handover ? { kind: 'here', ...handover } : { kind: 'unknown' };
  }

  /** Whoever asks is about to get it. */
  #whereabouts(connectionId: string, to: string): Answer {
    const gateway = this.#moved.get(connectionId);
    if (gateway === undefined || gateway === to) return { kind: 'unknown' };
    this.#remember(connectionId, to);
    return { kind: 'moved', gateway };
  }

  /** Taken in one instant, between one event and the next. */
  #given(session: Session): Handover | undefined {
    const { views } = this.#options;
    const rooms = [...session.rooms].map((roomId) => ({
      roomId,
      position: session.pauseOf(roomId)?.position ?? views.followed(roomId)?.position ?? -1,
    }));
    if (rooms.some(({ position }) => position < 0)) return undefined;
    const handover = { saved: session.dialect.resumes?.save(session.memory), rooms };
    return Buffer.byteLength(JSON.stringify(handover)) <= LARGEST_BYTES ? handover : undefined;
  }

  #remember(connectionId: string, gateway: string): void {
    this.#moved.delete(connectionId);
    const [oldest] = this.#moved.keys();
    if (this.#moved.size >= REMEMBERED && oldest !== undefined) this.#moved.delete(oldest);
    this.#moved.set(connectionId, gateway);
  }
}

const isOf = ({ identity, dialect }: Session, userId: string): boolean =>
  dialect.resumes !== undefined && identity?.user.id === userId && !identity.user.guest;
