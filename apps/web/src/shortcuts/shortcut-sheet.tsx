import { useTexts } from '../i18n/use-texts.js';
import { Dialog } from '../look/dialog.js';
import { keyCaps } from './keys.js';
import { useShortcuts, type ShortcutGroup } from './shortcuts.js';
import { texts } from './texts.js';

const isMac = navigator.userAgent.includes('Mac');
const groups: readonly ShortcutGroup[] = ['page', 'room', 'message'];

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const said = useTexts(texts);
  const all = useShortcuts().all();
  return (
    <Dialog title={said.title} onClose={onClose}>
      <div className="shortcut-groups">
        {groups.map((group) => {
          const held = all.filter((shortcut) => shortcut.group === group);
          return (
            held.length > 0 && (
              <section key={group}>
                <h3>{said.groups[group]}</h3>
                <dl className="shortcuts">
                  {held.map(({ keys, text }) => (
                    <div key={keys}>
                      <dt>{text}</dt>
                      <dd>
                        {keyCaps(keys, isMac).map((cap) => (
                          <kbd key={cap}>{cap}</kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          );
        })}
      </div>
    </Dialog>
  );
}
