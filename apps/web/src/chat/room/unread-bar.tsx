import type { Messages } from '@noroshi/react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { CloseIcon } from '../../look/icons.js';
import type { Log } from '../log/use-log.js';
import { texts } from '../texts.js';
import type { FirstUnread } from './use-first-unread.js';

interface Props {
  readonly unread: FirstUnread;
  readonly messages: Messages;
  readonly log: Log;
}

/** The way to where new things began, while that is above what is seen. */
export function UnreadBar({ unread: { key, count }, messages, log }: Props) {
  const said = useTexts(texts);
  const [isDone, setIsDone] = useState(false);
  const items = log.virtualizer.getVirtualItems();
  const inSight = items.some((item) => item.key === 'unread');
  if (isDone || count === 0 || inSight || (key === undefined && !messages.hasOlder)) return null;

  const go = async (): Promise<void> => {
    setIsDone(true);
    if (key !== undefined) log.toRow(key);
    // It is further back than what is loaded: to the top, from where it goes on.
    else {
      log.virtualizer.scrollToIndex(0);
      await messages.loadOlder();
    }
  };
  return (
    <div className="unread-bar">
      <button type="button" className="unread-jump" onClick={() => void go()}>
        ↑ {said.jumpToUnread(count)}
      </button>
      <button type="button" className="icon-button" aria-label={said.dismiss} onClick={() => setIsDone(true)}>
        <CloseIcon />
      </button>
    </div>
  );
}
