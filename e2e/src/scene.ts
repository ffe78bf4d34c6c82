import { Client, type ConnectOptions } from './client.js';
import { Stack, type StackOptions } from './stack.js';

const START_MS = 180_000;

/** One stack for a whole spec file, and the people who come to it; who is still there after a test is sent home. */
export interface Scene {
  readonly stack: Stack;
  /** Connects somebody with a token. */
  connect(userId: string, options?: ConnectOptions): Promise<Client>;
  /** Connects with exactly these options: without a token it is a guest, without an address to the stack itself. */
  connectAs(options: ConnectOptions & { readonly url?: string }): Promise<Client>;
  /** A room that no other test knows. */
  newRoom(): string;
}

/** Call at the top of a spec file. */
export function setScene(options: StackOptions = {}): Scene {
  let stack: Stack | undefined;
  let rooms = 0;
  const here = new Set<Client>();

  beforeAll(async () => {
    stack = await Stack.start(options);
  }, START_MS);
  afterEach(async () => {
    const clients = [...here];
    here.clear();
    await Promise.all(clients.map((client) => client.close()));
  });
  afterAll(async () => {
    if (!stack) return;
    try {
      await assertNoBugWasMet(stack);
    } finally {
      await stack.discard();
    }
  }, START_MS);

  const started = (): Stack => {
    if (!stack) throw new Error('The stack did not start');
    return stack;
  };
  const connectAs: Scene['connectAs'] = async ({ url, ...options }) => {
    const client = await Client.connect(url ?? started().socketUrl, options);
    here.add(client);
    return client;
  };
  return {
    get stack() {
      return started();
    },
    connectAs,
    connect: (userId, options = {}) => connectAs({ token: started().token(userId), ...options }),
    newRoom: () => `room-${++rooms}`,
  };
}

/** Whatever the tests did, none of it may have met a bug; the log tells which. */
async function assertNoBugWasMet(stack: Stack): Promise<void> {
  // Else every test fails with a closed socket, which tells nobody why.
  if (stack.hasEnded) throw new Error(`The stack ended though no test stopped it:\n${stack.said.join('\n')}`);
  const metrics = await (await fetch(`${stack.url}/metrics`)).text();
  const internal = /^noroshi_(refusals_total\{code="internal"|http_requests_total\{status="500")\} [1-9]/m.exec(
    metrics,
  );
  expect({ internal, complaints: internal ? stack.loggedErrors() : [] }).toEqual({ internal: null, complaints: [] });
}
