import { spawn } from 'node:child_process';

import { serverNames } from './backing-server.js';

/**
 * What remains when the supervisor is killed and cannot drain: the services see their channel close and drain
 * themselves, which needs the servers, so those go last. Nobody stays for longer than ten seconds.
 * The ids are read at once, so that a new start in the same folder is left alone. A process that has ended may stay
 * listed for a while (state Z), since its parent, who would have waited for it, is gone.
 */
const SCRIPT = `
runs() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.Z' "/proc/$1/status"; }
read -r _
cd "$1" || exit 0
shift
servers=$(for name in "$@"; do cat "$name.pid" 2>/dev/null; done)
services=$(for file in *.pid; do
  case " $* " in *" \${file%.pid} "*) ;; *) cat "$file" 2>/dev/null ;; esac
done)
left=100
while [ "$left" -gt 0 ]; do
  alive=
  for id in $services; do runs "$id" && alive=yes; done
  [ -z "$alive" ] && break
  sleep 0.1
  left=$((left - 1))
done
for id in $services; do kill -9 "$id" 2>/dev/null; done
for id in $servers; do kill -15 "$id" 2>/dev/null; done
exit 0
`;

/** Starts the guardian of a run folder; the returned function ends it after an orderly drain. */
export const startGuardian = (runDir: string): (() => void) => {
  const shell = spawn('sh', ['-c', SCRIPT, 'noroshi-guardian', runDir, ...serverNames], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return () => void shell.kill('SIGKILL');
};
