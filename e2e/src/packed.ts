import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './example-program.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Packed {
  readonly client: string;
  readonly react: string;
}

/** The packages as they would be published, in a folder: what somebody gets who does not have this repository. */
export async function pack(folder: string): Promise<Packed> {
  const workspaces = ['--workspace', '@noroshi/client', '--workspace', '@noroshi/react'];
  await new Program(['npm', 'pack', ...workspaces, '--pack-destination', folder], { cwd: root }).endsWell();
  const tarball = (name: string): string => {
    const file = readdirSync(folder).find((each) => each.startsWith(`noroshi-${name}-`) && each.endsWith('.tgz'));
    if (file === undefined) throw new Error(`npm packed no ${name}`);
    return join(folder, file);
  };
  return { client: tarball('client'), react: tarball('react') };
}
