import type { Message, Receipt, TransportName } from '@noroshi/client';
import { eventually } from '@noroshi/testing';
import { cutProxy, type CutProxy } from '../cut-proxy.js';
import type { Scene } from '../scene.js';
import type { Device, MakeDevice } from './device.js';
import type { ClientDriver, Outcome } from './driven-client.js';

/** What the clients of a run are, but for who they are. */
export interface ClientKind {
  readonly scene: Scene;
  readonly device: MakeDevice;
  readonly transport: TransportName;
}

export interface Who {
  readonly userId: string;
  readonly roomId: string;
  /** By the network that breaks when the test wants it to. */
  readonly isFar?: boolean;
}

export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

export const contentsOf = (messages: readonly Message[]): string[] => messages.map(({ content }) => content);

/** @throws Error that names the codes of what was refused */
export const receiptsOf = (outcomes: readonly Outcome<Receipt>[]): readonly Receipt[] =>
  outcomes.map((outcome) => {
    if ('done' in outcome) return outcome.done;
    throw new Error(`Refused: ${JSON.stringify(outcomes)}`);
  });

/** Somebody with a client, in one room. */
export class Person {
  constructor(
    readonly client: ClientDriver,
    readonly device: Device,
    readonly roomId: string,
  ) {}

  /** In this order, without waiting for one another. */
  say(...contents: readonly string[]): Promise<readonly Outcome<Receipt>[]> {
    return this.client.send(this.roomId, contents);
  }

  /** Resolves when it is stored. */
  async said(content: string): Promise<Receipt> {
    const [receipt] = receiptsOf(await this.say(content)) as [Receipt];
    return receipt;
  }

  heard(): Promise<readonly string[]> {
    return this.client.heard(this.roomId);
  }

  /** Resolves when that much has been heard. */
  async hears(count: number): Promise<void> {
    await eventually(async () => (await this.heard()).length >= count, {
      reason: `${count} messages are heard`,
      timeoutMs: 20_000,
    });
  }

  async shown(): Promise<readonly string[]> {
    return contentsOf(await this.client.shown(this.roomId));
  }

  async pending(): Promise<readonly string[]> {
    const messages = await this.client.shown(this.roomId);
    return contentsOf(messages.filter(({ status }) => status === 'pending'));
  }

  async stored(): Promise<readonly string[]> {
    return contentsOf(await this.client.history(this.roomId));
  }

  async hasUnsent(count: number): Promise<void> {
    await eventually(async () => (await this.client.unsent()) === count, { reason: `${count} are unsent` });
  }

  /** Also what was refused, until it is discarded. */
  async keeps(count: number): Promise<void> {
    await eventually(async () => (await this.device.kept()) === count, { reason: `${count} are kept` });
  }

  /** The next one on the same device, that has not come into the room. */
  async again(): Promise<Person> {
    return new Person(await this.device.open(), this.device, this.roomId);
  }
}

/** The people of one run, and the network between the server and those who are far. */
export interface Stage {
  readonly kind: ClientKind;
  /** With a client, and not in the room yet. */
  readonly come: (who: Who) => Promise<Person>;
  readonly enter: (who: Who) => Promise<Person>;
  readonly network: () => CutProxy;
  /** The network is gone, and these people know. */
  readonly lose: (...people: readonly Person[]) => Promise<void>;
  /** It is back. */
  readonly giveBack: (...people: readonly Person[]) => Promise<void>;
}

/** Call inside of a `describe`. */
export function setStage(kind: ClientKind): Stage {
  const { scene, transport } = kind;
  const devices = new Set<Device>();
  let proxy: CutProxy;

  beforeAll(async () => {
    proxy = await cutProxy(scene.stack.port);
  });
  afterEach(async () => {
    const all = [...devices];
    devices.clear();
    await Promise.all(all.map((device) => device.discard()));
    proxy.open();
  });
  afterAll(() => proxy.close());

  const come = async ({ userId, roomId, isFar }: Who): Promise<Person> => {
    const port = isFar ? proxy.port : scene.stack.port;
    const device = await kind.device({ userId, token: scene.stack.token(userId), port, transport });
    devices.add(device);
    return new Person(await device.open(), device, roomId);
  };
  return {
    kind,
    come,
    enter: async (who) => {
      const person = await come(who);
      await person.client.join(who.roomId);
      return person;
    },
    network: () => proxy,
    lose: async (...people) => {
      proxy.shut();
      proxy.cut();
      // Again and again: what was lost without an answer a browser asks once more by itself, over a connection that then waits.
      const isLost = async ({ client }: Person): Promise<boolean> => {
        proxy.cut();
        return (await client.state()).phase !== 'connected';
      };
      for (const person of people) await eventually(() => isLost(person), { reason: 'the loss is noticed' });
    },
    giveBack: async (...people) => {
      proxy.open();
      for (const { client } of people) await client.retryNow();
    },
  };
}
