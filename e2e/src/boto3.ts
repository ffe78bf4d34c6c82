import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const VERSION = '1.40.0';
/** Kept between runs, beside the other tools that are fetched. */
const folder = fileURLToPath(new URL(`../../.noroshi/boto3-${VERSION}`, import.meta.url));

/** The vendor's client for Python; `problem`: it can not be had here. */
export type Boto3 = { readonly run: (call: object) => Promise<unknown> } | { readonly problem: string };

/** One call, told as JSON on stdin; what it gave, or the name and status of what it threw, as JSON on stdout. */
const SCRIPT = `
import base64, json, sys
sys.path.insert(0, sys.argv[1])
import boto3
from botocore.config import Config
call = json.load(sys.stdin)
client = boto3.client('apigatewaymanagementapi', endpoint_url=call['endpoint'], region_name='eu-central-1',
    aws_access_key_id=call['id'], aws_secret_access_key=call['secret'],
    config=Config(retries={'mode': 'standard', 'total_max_attempts': 3}))
arguments = {'ConnectionId': call['connectionId']}
if 'data' in call: arguments['Data'] = base64.b64decode(call['data'])
try:
    answer = getattr(client, call['operation'])(**arguments)
    metadata = answer.pop('ResponseMetadata')
    print(json.dumps({'status': metadata['HTTPStatusCode'], 'answer': answer}, default=lambda time: time.isoformat()))
except client.exceptions.ClientError as error:
    metadata = error.response['ResponseMetadata']
    print(json.dumps({'status': metadata['HTTPStatusCode'], 'type': type(error).__name__,
        'code': error.response['Error']['Code'], 'retries': metadata['RetryAttempts']}))
`;

/** Fetches it once. */
export async function provideBoto3(): Promise<Boto3> {
  if (!existsSync(join(folder, 'boto3'))) {
    mkdirSync(folder, { recursive: true });
    const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder];
    const ending = await python([...words, `boto3==${VERSION}`]);
    if (ending.code !== 0) return { problem: ending.err.trim().split('\n').at(-1) ?? 'pip failed' };
  }
  return {
    run: async (call) => {
      const { code, out, err } = await python(['-c', SCRIPT, folder], JSON.stringify(call));
      if (code !== 0) throw new Error(`boto3 failed: ${err}`);
      return JSON.parse(out) as unknown;
    },
  };
}

async function python(words: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const child = spawn('python3', words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const missing = new Promise<{ code: number; out: string; err: string }>((resolve) => {
    child.once('error', (cause) => resolve({ code: -1, out: '', err: `python3: ${cause.message}` }));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(([out, err]) => ({
    code: child.exitCode ?? -1,
    out,
    err,
  }));
  return Promise.race([missing, ended]);
}
