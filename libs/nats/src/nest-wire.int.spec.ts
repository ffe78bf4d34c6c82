import 'reflect-metadata';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { ServiceUnavailable, type ServiceAddress } from '@noroshi/event-sourcing';
import { startNatsServer, type NatsServer } from '@noroshi/testing';
import { createCommandBus } from './command-bus.js';
import { connectNats, type Nats } from './connect.js';
import { nestNatsOptions } from './nest-wire.js';
import { serviceSubject } from './subjects.js';

const address = (operation: string): ServiceAddress => ({ service: 'greeter', operation });

let heard: (payload: unknown) => void = () => undefined;

class GreeterController {
  greet(payload: { readonly name: string }) {
    return { ok: true, greeting: `hello ${payload.name}` };
  }

  async later(payload: unknown) {
    return Promise.resolve({ ok: true, payload });
  }

  nothing(): void {
    return undefined;
  }

  fail() {
    throw new Error('a bug');
  }

  failLater() {
    return Promise.reject(new Error('an outage'));
  }

  hear(payload: unknown) {
    heard(payload);
  }
}

/** By hand what decorators do, since the compiler of these specs emits no metadata for parameters. */
const decorate = () => {
  const { prototype } = GreeterController;
  const handlers = {
    greet: MessagePattern(serviceSubject(address('greet'))),
    later: MessagePattern(serviceSubject(address('later'))),
    nothing: MessagePattern(serviceSubject(address('nothing'))),
    fail: MessagePattern(serviceSubject(address('fail'))),
    failLater: MessagePattern(serviceSubject(address('failLater'))),
    hear: EventPattern(serviceSubject(address('hear'))),
  };
  for (const [name, decorator] of Object.entries(handlers)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (!descriptor) throw new Error(`no handler ${name}`);
    decorator(prototype, name, descriptor);
    Payload()(prototype, name, 0);
  }
  Controller()(GreeterController);
};

describe('a NestJS microservice on our wire', () => {
  let server: NatsServer;
  let nats: Nats;
  let app: INestMicroservice;
  beforeAll(async () => {
    decorate();
    server = await startNatsServer();
    nats = await connectNats({ url: server.url, name: 'caller' });
    app = await NestFactory.createMicroservice<MicroserviceOptions>(
      { module: GreeterController, controllers: [GreeterController] },
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest means a plain object
      {
        transport: Transport.NATS,
        options: nestNatsOptions({ url: server.url, name: 'greeter', service: 'greeter' }),
        logger: false,
      },
    );
    await app.listen();
    await nats.connection.flush();
  });
  afterAll(async () => {
    await app.close();
    await nats.drain();
    await server.stop();
  });
  const ask = (operation: string, payload: unknown) => createCommandBus(nats).request(address(operation), payload);

  it('gets plain JSON and answers plain JSON', async () => {
    expect(await ask('greet', { name: 'Ada 🔥' })).toEqual({ ok: true, greeting: 'hello Ada 🔥' });
    const raw = await nats.connection.request(serviceSubject(address('greet')), '{"name":"Bob"}');
    expect(raw.string()).toBe('{"ok":true,"greeting":"hello Bob"}');
  });

  it('may take its time, and gets what Nest itself would take for an envelope as it is', async () => {
    for (const payload of [{ pattern: 'x', data: 1, id: '2' }, { data: {} }, { id: 'x' }, [], null, 0, 'text']) {
      expect(await ask('later', payload)).toEqual({ ok: true, payload });
    }
  });

  it('answers null when a handler has nothing to say', async () => {
    expect(await ask('nothing', {})).toBeNull();
  });

  it('answers "unavailable" when a handler fails, and goes on', async () => {
    expect(await ask('fail', {})).toEqual({ ok: false, code: 'unavailable' });
    expect(await ask('failLater', {})).toEqual({ ok: false, code: 'unavailable' });
    expect(await ask('greet', { name: 'Ada' })).toMatchObject({ ok: true });
  });

  it('answers "unavailable" to what is not JSON', async () => {
    const answer = await nats.connection.request(serviceSubject(address('greet')), '{"name":');
    expect(answer.json()).toEqual({ ok: false, code: 'unavailable' });
  });

  it('does not answer what it does not serve', async () => {
    await expect(ask('unknown', {})).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('shares its requests with the other servers of the service', async () => {
    const other = createCommandBus(nats).serve(address('greet'), () => 'from another');
    await nats.connection.flush();
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask('greet', { name: 'Ada' })));
    other.close();
    expect(new Set(answers.map((answer) => (answer === 'from another' ? 'another' : 'nest')))).toEqual(
      new Set(['another', 'nest']),
    );
  });

  it('hears what is told without asking', async () => {
    const hearing = new Promise((resolve) => (heard = resolve));
    nats.connection.publish(serviceSubject(address('hear')), '{"lease":1}');
    expect(await hearing).toEqual({ lease: 1 });
  });
});
