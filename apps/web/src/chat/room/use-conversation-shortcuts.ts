import { useTexts } from '../../i18n/use-texts.js';
import { useShortcut } from '../../shortcuts/shortcuts.js';
import { texts } from '../texts.js';

const focusOn = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();

export function useConversationShortcuts(toLatest: () => void): void {
  const { shortcuts: said } = useTexts(texts);
  useShortcut({ keys: 'Escape', group: 'room', text: said.write, run: () => focusOn('.composer textarea') });
  useShortcut({ keys: 'Alt+End', group: 'room', text: said.latest, run: toLatest });
  // These are handled where the focus is.
  useShortcut({ keys: 'ArrowUp', group: 'room', text: said.editLast });
  useShortcut({ keys: 'ArrowUp', group: 'message', text: said.messageAbove });
  useShortcut({ keys: 'ArrowDown', group: 'message', text: said.messageBelow });
  useShortcut({ keys: 'r', group: 'message', text: said.reply });
  useShortcut({ keys: 'f', group: 'message', text: said.react });
  useShortcut({ keys: 'e', group: 'message', text: said.edit });
  useShortcut({ keys: 'Delete', group: 'message', text: said.remove });
}
