import { addresses, channels, sessionLane, type SessionEvent } from '@noroshi/domain';
import { ScriptedRun } from '@noroshi/domain/testing';
import type { runRooms } from './running-rooms.js';

/** What waits for too long is refused: the log takes only so many a second. */
const AT_ONCE = 500;

type Rooms = Awaited<ReturnType<typeof runRooms>>;

/** A gateway as the log and the bus know one: it tells what a test wants it to. */
export class GatewayUnderTest {
  run: ScriptedRun;
  private readonly serving: { close(): void };
  /** Resolves when this gateway is asked to introduce itself again. */
  private asked: (() => void)[] = [];

  constructor(
    private readonly rooms: Rooms,
    private readonly name: string,
  ) {
    this.run = new ScriptedRun(name, Date.now());
    this.serving = rooms.bus.serve(addresses.gateway(name, 'introduce'), () => {
      for (const resolve of this.asked.splice(0)) resolve();
    });
  }

  static async begin(rooms: Rooms, name: string): Promise<GatewayUnderTest> {
    const gateway = new GatewayUnderTest(rooms, name);
    await gateway.tell(gateway.run.started(), gateway.run.introduced());
    return gateway;
  }

  /** Connection ids begin with their owner's letter, as `ScriptedRun` says, and are unique per gateway. */
  id(connection: string): string {
    return `${connection}@${this.name}`;
  }

  /** Resolves with the position of the last of these events. */
  async tell(...events: readonly SessionEvent[]): Promise<number> {
    let position = 0;
    for (let start = 0; start < events.length; start += AT_ONCE) {
      const appends = events
        .slice(start, start + AT_ONCE)
        .map((event) => this.rooms.sessionStore.append(sessionLane(this.name), event));
      const last = (await Promise.all(appends)).at(-1);
      if (last?.stored) position = last.position;
    }
    return position;
  }

  /** Opens a connection, enters the room, and resolves with how many people are present. */
  async enter(roomId: string, connection: string): Promise<unknown> {
    const connectionId = this.id(connection);
    const atLeast = await this.tell(this.run.opened(connectionId), this.run.entered(connectionId, roomId));
    const answer = await this.rooms.ask('present', { roomId, atLeast });
    return answer.ok && answer.count;
  }

  exit(roomId: string, connection: string): Promise<number> {
    return this.tell(this.run.exited(this.id(connection), roomId));
  }

  lease(change = this.run.change): void {
    this.rooms.broadcast.publish(channels.leases, { run: this.run.run, change });
  }

  /** A new run with these connections. */
  async introduce(roomId: string, ...connections: readonly string[]): Promise<void> {
    this.run = new ScriptedRun(this.name, this.run.run.epoch + 1);
    const { run } = this;
    const started = run.started();
    const entries = connections.flatMap((each) => [run.opened(this.id(each)), run.entered(this.id(each), roomId)]);
    await this.tell(started, ...entries, run.introduced());
  }

  isAsked(): Promise<void> {
    return new Promise((resolve) => this.asked.push(resolve));
  }

  close(): void {
    this.serving.close();
  }
}
