/** At most so long after a change, also where nothing is drawn. */
const LONGEST_MS = 100;

const waiting = new Set<() => void>();
let isAsked = false;

function runAll(): void {
  if (!isAsked) return;
  isAsked = false;
  const all = [...waiting];
  waiting.clear();
  for (const run of all) run();
}

/** A worker may draw without a page. */
const isDrawn = (): boolean =>
  typeof requestAnimationFrame === 'function' &&
  typeof document !== 'undefined' &&
  document.visibilityState === 'visible';

/** Runs it once with the next frame that is drawn, where there is a page to draw; else at once, but not within this call. */
export function soon(run: () => void): void {
  waiting.add(run);
  if (isAsked) return;
  isAsked = true;
  if (!isDrawn()) return queueMicrotask(runAll);
  requestAnimationFrame(runAll);
  // A page that is hidden meanwhile is not drawn.
  setTimeout(runAll, LONGEST_MS);
}
