import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { RecentIds } from './recent-ids.js';
import { whyNotGenuine } from './signature.js';

const { WEBHOOK_SECRET: secret, PORT: port = '4000' } = process.env;
if (!secret) {
  console.error('Set WEBHOOK_SECRET to the secret of the target in the routes file.');
  process.exit(1);
}

const handled = new RecentIds();

/** What is done with an event; put yours here. Should it fail, the event comes again. */
function handle({ type, timestamp, data }) {
  const about = type === 'MessagePosted' ? `${data.by.name} in ${data.roomId}: ${data.content}` : JSON.stringify(data);
  console.log(`${timestamp} ${type} ${about}`);
}

/** The status to answer with: 2xx takes the event, 503 asks for it again later, everything else refuses it. */
async function receive(request) {
  if (request.method !== 'POST' || request.url !== '/hook') return 404;
  const body = await buffer(request);
  const problem = whyNotGenuine({ secret, headers: request.headers, body });
  if (problem) {
    console.error(`refused: ${problem}`);
    return 401;
  }
  const id = request.headers['webhook-id'];
  if (handled.has(id)) return 204;
  try {
    handle(JSON.parse(body.toString('utf8')));
  } catch (error) {
    console.error(error);
    return 503;
  }
  // Only now: what was not handled to its end is to come again.
  handled.add(id);
  return 204;
}

const server = createServer((request, response) => {
  receive(request).then(
    (status) => response.writeHead(status).end(),
    () => response.destroy(),
  );
});
server.listen(Number(port), '127.0.0.1', () =>
  console.log(`waiting for events at http://127.0.0.1:${server.address().port}/hook`),
);
