import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startMongo, startNatsServer, type MongoServer, type NatsServer } from '@noroshi/testing';
import { MongoClient } from 'mongodb';
import { forkChild, stopChild } from '../children.js';
import { eventNumber, roomOf } from '../relay/records.js';

const MESSAGES = new URL('../../../apps/messages/dist/main.js', import.meta.url);
/** The most that the service writes at once. */
export const BATCH = 500;

interface Status {
  readonly position: number;
  readonly rebuilding?: { readonly position: number };
}

/** A log, a MongoDB, and the service that writes from one to the other. */
export class Stage {
  readonly database = `noroshi_bench_${randomBytes(4).toString('hex')}`;
  private said = 0;
  private readonly services: ChildProcess[] = [];

  private readonly client: MongoClient;

  private constructor(
    private readonly nats: NatsServer,
    private readonly connection: NatsConnection,
    readonly mongo: MongoServer,
  ) {
    this.client = new MongoClient(mongo.url);
  }

  static async set(): Promise<Stage> {
    const [nats, mongo] = await Promise.all([startNatsServer(), startMongo()]);
    const connection = await connect({ servers: nats.url });
    const stage = new Stage(nats, connection, mongo);
    // Makes the streams.
    await stopChild(await stage.startService());
    return stage;
  }

  get db() {
    return this.client.db(this.database);
  }

  async startService() {
    const child = forkChild(MESSAGES, [], {
      env: { NATS_URL: this.nats.url, MONGO_URL: withDatabase(this.mongo.url, this.database) },
    });
    this.services.push(child);
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('messages ended before it was ready')));
    await Promise.race([once(child, 'message'), gone]);
    gone.catch(() => undefined);
    return child;
  }

  /** Puts so many posts into the log; no two have one client message id. */
  async say(count: number): Promise<void> {
    const client = jetstream(this.connection);
    const pending: Promise<unknown>[] = [];
    for (const end = this.said + count; this.said < end; this.said += 1) {
      pending.push(client.publish(`room.${roomOf(this.said)}.talk`, JSON.stringify(eventNumber(this.said))));
      if (pending.length >= BATCH) await Promise.all(pending.splice(0));
    }
    await Promise.all(pending);
  }

  /** The collection that answers. */
  async edition(): Promise<string> {
    const models = this.db.collection<{ _id: string; edition: string }>('read_models');
    return (await models.findOne({ _id: 'message-history' }))?.edition ?? 'none';
  }

  async ask(operation: 'status' | 'rebuild'): Promise<Status> {
    const answer = await this.connection.request(`service.read-model.message-history.${operation}`, '{}');
    return answer.json();
  }

  async strike(): Promise<void> {
    await Promise.all(this.services.map((child) => stopChild(child)));
    await this.db.dropDatabase();
    await Promise.all([this.client.close(), this.connection.close()]);
    await Promise.all([this.nats.stop(), this.mongo.stop()]);
  }
}

/** Whatever database the address names. */
const withDatabase = (url: string, database: string): string =>
  url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*/, `$1/${database}`);
