import type { Messages } from '@noroshi/react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { CloseIcon } from '../../look/icons.js';
import type { Log } from '../log/use-log.js';
import { texts } from '../texts.js';
import type { FirstUnread } from './use-first-unread.js';
import type { Notices } from './use-notices.js';

interface Props {
  readonly unread: FirstUnread;
  readonly messages: Messages;
  readonly log: Log;
  readonly goTo: (offset: string) => void;
  readonly tell: Notices['tell'];
}

/** The way to where new things began, while that is above what is seen. */
export function UnreadBar({ unread: { key, count, find }, messages, log, goTo, tell }: Props) {
  const said = useTexts(texts);
  const [isDone, setIsDone] = useState(false);
  const items = log.virtualizer.getVirtualItems();
  const inSight = items.some((item) => item.key === 'unread');
  if (isDone || count === 0 || inSight || (key === undefined && !messages.hasOlder)) return null;

  const go = async (): Promise<void> => {
    setIsDone(true);
    const offset = await find();
    if (offset !== undefined) goTo(offset);
  };
  return (
    <div className="unread-bar">
      <button type="button" className="unread-jump" onClick={() => tell(go())}>
        ↑ {said.jumpToUnread(count)}
      </button>
      <button type="button" className="icon-button" aria-label={said.dismiss} onClick={() => setIsDone(true)}>
        <CloseIcon />
      </button>
    </div>
  );
}
