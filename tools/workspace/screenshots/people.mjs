/** People of a stack with development tokens, who do by REST what they would do in their own pages. */

const tokens = new Map();

const ask = async (address, init) => {
  const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(20_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method} ${address}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
};

const tokenOf = async (base, { id, name, roles }) => {
  const key = `${base} ${id}`;
  if (!tokens.has(key)) {
    const body = JSON.stringify({ userId: id, name, roles });
    tokens.set(key, (await ask(`${base}/api/v1/dev/tokens`, { method: 'POST', body })).token);
  }
  return tokens.get(key);
};

/** @returns {(who: object, method: string, path: string, body?: object) => Promise<unknown>} `path` below `/api/v1` */
export const asker = (base) => async (who, method, path, body) =>
  ask(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(base, who)}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const person = (name, more = {}) => ({ id: name.toLowerCase(), name, ...more });

export const people = {
  Ann: person('Ann'),
  Ben: person('Ben'),
  Chiyo: person('Chiyo'),
  Dai: person('Dai', { roles: ['admin'] }),
  Elif: person('Elif'),
  Femi: person('Femi'),
};
