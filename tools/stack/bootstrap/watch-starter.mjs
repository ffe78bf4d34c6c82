import { readFileSync } from 'node:fs';

const POLL_MS = 500;
const SHELLS = ['sh', 'dash', 'bash', 'zsh', 'ash', 'ksh'];

/**
 * Calls `onGone` once, when the process that started this one is gone: an npm that is killed tells nobody. Returns the
 * function that ends the watch.
 */
export const watchStarter = (onGone) => {
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  return () => clearInterval(timer);
};

/**
 * The parent, and npm behind it where a shell stays between the two (dash does, bash replaces itself). Nothing further
 * up: a terminal that closes behind `nohup npm start` is no reason to end. Without /proc the parent has to do.
 */
const starters = () => {
  const parent = process.ppid;
  const isNpmsShell = process.env.npm_lifecycle_event !== undefined && SHELLS.includes(read(parent, 'comm').trim());
  return isNpmsShell ? `${parent} ${parentOf(parent)}` : String(parent);
};

const parentOf = (pid) => read(pid, 'stat').split(') ').at(-1).split(' ')[1];

const read = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};
