import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { isForEverywhere, matches } from './keys.js';

/** `page`: anywhere; `room`: while one is open; `message`: while one has the focus. */
export type ShortcutGroup = 'page' | 'room' | 'message';

export interface Shortcut {
  /** `?`, `Mod+K`, `Alt+ArrowUp`. */
  readonly keys: string;
  readonly group: ShortcutGroup;
  readonly text: string;
  /** Absent: it is handled where the focus is, and only told here. */
  readonly run?: () => void;
}

/** All that work now: what the sheet shows is what is listened to. */
export class Shortcuts {
  readonly #held = new Set<Shortcut>();

  add(shortcut: Shortcut): () => void {
    this.#held.add(shortcut);
    return () => this.#held.delete(shortcut);
  }

  all(): readonly Shortcut[] {
    return [...this.#held];
  }
}

const ShortcutsContext = createContext(new Shortcuts());

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

/** A dialog has the page to itself, and so has what opened over it: Escape closes that. */
const isCovered = (): boolean => document.querySelector('dialog[open], :popover-open') !== null;

export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const [shortcuts] = useState(() => new Shortcuts());
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isCovered()) return;
      const pressed = shortcuts
        .all()
        .find(({ keys, run }) => run && matches(keys, event) && (isForEverywhere(keys) || !isTyping(event.target)));
      if (!pressed) return;
      event.preventDefault();
      pressed.run?.();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [shortcuts]);
  return <ShortcutsContext value={shortcuts}>{children}</ShortcutsContext>;
}

export const useShortcuts = (): Shortcuts => use(ShortcutsContext);

/** Works while whoever asks for it is shown. */
export function useShortcut({ keys, group, text, run }: Shortcut): void {
  const shortcuts = useShortcuts();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const isHandled = run !== undefined;
  useEffect(
    () => shortcuts.add({ keys, group, text, ...(isHandled && { run: () => latest.current?.() }) }),
    [shortcuts, keys, group, text, isHandled],
  );
}
