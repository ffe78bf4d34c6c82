import fc from 'fast-check';
import { Contract, type Given, type Placed, type Schema } from './contract/document.js';
import { InputMaker, type Inputs, type Pools } from './contract/inputs.js';
import { setScene } from './scene.js';

const KEY = 'contract:a-key-of-a-back-end';

const scene = setScene({
  env: {
    NOROSHI_ANONYMOUS: 'false',
    NOROSHI_API_KEYS: KEY,
    NOROSHI_USER_REQUEST_RATE: '0',
    NOROSHI_ADDRESS_REQUEST_RATE: '0',
  },
});

/** Of each operation and kind of input. */
const RUNS = 25;

/** It starts the services anew: no place for anything else to be tried. Tried in `epoch.e2e.spec.ts`. */
const LEFT_OUT: ReadonlySet<string> = new Set(['beginLogEpoch']);

/** Nothing is buried, fires or may be closed here: tried in `outage.e2e.spec.ts` and `operators.e2e.spec.ts`. */
const NEVER_FOUND: ReadonlySet<string> = new Set([
  ...['replayDeadLetter', 'discardDeadLetter'],
  ...['acknowledgeAlert', 'closeConnection'],
]);

let contract: Contract;
let operations: readonly Placed[];
let worlds = 0;

beforeAll(async () => {
  contract = new Contract((await (await fetch(`${scene.stack.url}/openapi.json`)).json()) as Schema);
  operations = contract.operations.filter(({ operationId }) => !LEFT_OUT.has(operationId));
});

/** Rooms and people that nobody else has, so that whatever is done to them disturbs nobody. */
interface World {
  readonly pools: Pools;
  readonly owner: string;
  readonly bearers: readonly [string, ...(string | undefined)[]];
}

async function newWorld(): Promise<World> {
  const number = (worlds += 1);
  const named = (name: string): string => `${name}-${number}`;
  const token = (name: string, claims = {}): string => scene.stack.token(named(name), claims);
  const owner = token('owner', { roles: ['admin'] });
  const made = async (method: string, path: string, body: object, bearer = owner): Promise<Record<string, string>> =>
    (await (
      await fetch(`${scene.stack.url}/api/v1${path}`, {
        ...{ method, body: JSON.stringify(body) },
        headers: { authorization: `Bearer ${bearer}` },
      })
    ).json()) as Record<string, string>;
  const [open, shut] = [named('open'), named('shut')];
  await made('POST', '/rooms', { id: open, name: 'Open' });
  await made('POST', '/rooms', { id: shut, name: 'Shut', settings: { isPublic: false } });
  await made('POST', `/rooms/${open}/members`, {}, token('member'));
  const said = await made('POST', `/rooms/${open}/messages`, { content: 'hello' });
  const elsewhere = await made('POST', `/rooms/${shut}/messages`, { content: 'between us' });
  const note = { userId: named('owner'), title: 'Hello', message: 'there', type: 'info' };
  const told = await made('POST', '/notifications', note);
  const [epoch = ''] = (said['offset'] ?? '').split('-');
  const offsets = [said['offset'], elsewhere['offset'], `${epoch}-0`, `${epoch}-zzzzzzzzzz`, 'x-1'] as const;
  return {
    owner,
    bearers: [owner, token('member'), token('stranger'), KEY, 'nonsense', undefined],
    pools: {
      roomId: [open, shut, named('nowhere'), 'a/b ?#%'],
      ...{ room: [open, shut, named('nowhere')], user: [named('member')], q: ['hello', 'between us', ' '] },
      userId: [named('member'), named('owner'), named('stranger'), '../x'],
      messageId: [said['messageId'], elsewhere['messageId'], `m${epoch}-0`, `m${epoch}-zzzzzzzzzz`, 'mx-1'],
      ...{ offset: offsets, before: offsets, after: offsets, cursor: offsets },
      ...{ rooms: [open, `${open},${shut}`, shut, named('nowhere')], wait: [0, 1] },
      'idempotency-key': ['k1', 'k2'],
      id: [named('another'), named('one-more')],
      name: ['message-history', 'Some name'],
      notificationId: [told['id'], `n${epoch}-0`, 'nx-1'],
      letterId: ['message-history.1.1', 'x'],
      ...{ alertId: ['failing-1', 'x'], connectionId: ['abcdefghijklmnopqrstuvwxyz', 'x y'] },
    },
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a header can carry at all. */
const headerText = (value: unknown): string =>
  text(value)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim();

async function send(
  { method, path }: Placed,
  inputs: Inputs,
  bearer: string | undefined,
): Promise<Given & { sent: string }> {
  const query = Object.entries(inputs.query).map(([name, value]) => `${name}=${encodeText(text(value))}`);
  const url = `${scene.stack.url}${addressOf(path, inputs.path)}?${query.join('&')}`;
  const body = inputs.body === undefined ? undefined : JSON.stringify(inputs.body);
  const headers = {
    ...Object.fromEntries(Object.entries(inputs.header).map(([name, value]) => [name, headerText(value)])),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const contentType = answer.headers.get('content-type') ?? undefined;
  return { status: answer.status, contentType, text: await answer.text(), sent: `${method} ${url} ${body ?? ''}` };
}

/** Halves of characters can not be sent. */
const encodeText = (value: string): string => encodeURIComponent(Buffer.from(value).toString());

/** Nothing and dots would make another path of it before it is sent. */
const addressOf = (path: string, values: Inputs['path']): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeText(text(values[name]).replace(/^\.{0,2}$/, 'x')));

function expectConforms(operation: Placed, { sent, ...given }: Given & { readonly sent: string }): void {
  const complaint = contract.complaint(operation, given);
  if (complaint !== undefined) throw new Error(`${sent} was answered ${given.status} ${given.text}: ${complaint}`);
}

describe('the document', () => {
  it('tells every operation, and an example of each is answered as it says', async () => {
    const worked: string[] = [];
    for (const operation of operations) {
      const { owner, pools } = await newWorld();
      const inputs = new InputMaker(contract, pools).plain(operation);
      const given = await send(operation, inputs, owner);
      expectConforms(operation, given);
      if (given.status < 300) worked.push(operation.operationId);
    }
    const expected = operations.map(({ operationId }) => operationId).filter((id) => !NEVER_FOUND.has(id));
    expect(worked).toEqual(expected);
  });

  it.each(['allowed', 'anything'] as const)('holds whoever asks for %s', async (kind) => {
    for (const operation of operations) {
      const { bearers, pools } = await newWorld();
      const inputs = new InputMaker(contract, pools)[kind](operation);
      const attempt = fc.asyncProperty(inputs, fc.constantFrom(...bearers), async (given, bearer) => {
        expectConforms(operation, await send(operation, given, bearer));
      });
      await fc.assert(attempt, { numRuns: RUNS });
    }
  });

  it('names who may: nobody is answered without showing who they are', async () => {
    const { pools } = await newWorld();
    for (const operation of operations.filter(({ security }) => security.length > 0)) {
      const given = await send(operation, new InputMaker(contract, pools).plain(operation), undefined);
      expect([operation.operationId, given.status]).toEqual([operation.operationId, 401]);
    }
  });
});

it('what is no JSON, too deep or too much is a problem for every operation that takes a body', async () => {
  const { owner, pools } = await newWorld();
  for (const operation of operations.filter(({ requestBody }) => requestBody !== undefined)) {
    const { path } = new InputMaker(contract, pools).plain(operation);
    for (const [body, status, code] of [
      ['{"content":', 400, 'invalid_json'],
      ['['.repeat(20_000), 400, 'too_deep'],
      [JSON.stringify({ more: 'x'.repeat(100_000) }), 413, 'body_too_large'],
      ['[]', 400, 'invalid_frame'],
    ] as const) {
      const init = { method: operation.method, body, headers: { authorization: `Bearer ${owner}` } };
      const answer = await fetch(`${scene.stack.url}${addressOf(operation.path, path)}`, init);
      const contentType = answer.headers.get('content-type') ?? undefined;
      const given = {
        status: answer.status,
        contentType,
        text: await answer.text(),
        sent: `${operation.path} ${body.slice(0, 20)}`,
      };
      expectConforms(operation, given);
      expect([given.sent, given.status, (JSON.parse(given.text) as { code: string }).code]).toEqual([
        given.sent,
        status,
        code,
      ]);
    }
  }
});
