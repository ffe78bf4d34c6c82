import type { Message } from '@noroshi/client';
import { useState, type MouseEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { EmojiButton } from '../../look/emoji-button.js';
import { Emoji, emojiName, offeredEmoji } from '../../look/emoji.js';
import { DeleteIcon, EditIcon, ReplyIcon } from '../../look/icons.js';
import { texts as lookTexts } from '../../look/texts.js';
import { CopyLink } from '../copy-link.js';
import { useMe } from '../me.js';
import { texts } from '../texts.js';
import type { MessageDeeds } from './message-deeds.js';

interface Props {
  readonly message: Message;
  readonly mayRemove: boolean;
  readonly deeds: MessageDeeds;
}

const atHand = offeredEmoji.slice(0, 3);

export function MessageActions({ message, mayRemove, deeds }: Props) {
  const said = useTexts(texts);
  const { emoji: names } = useTexts(lookTexts);
  const isMine = message.author.userId === useMe().userId;
  return (
    <div className="actions" role="group" aria-label={said.actions}>
      {atHand.map((emoji) => (
        <Action key={emoji} label={said.react(emojiName(emoji, names))} onClick={() => deeds.react(message, emoji)}>
          <Emoji emoji={emoji} />
        </Action>
      ))}
      <EmojiButton label={said.moreEmoji} className="action" onPick={(emoji) => deeds.react(message, emoji)} />
      <Action label={said.reply} onClick={() => deeds.reply(message)}>
        <ReplyIcon />
      </Action>
      <CopyLink className="action" label={said.copyMessageLink} {...message} />
      {isMine && (
        <Action label={said.edit} onClick={() => deeds.startEdit(message)}>
          <EditIcon />
        </Action>
      )}
      {(isMine || mayRemove) && <DeleteButton onDelete={() => deeds.remove(message)} />}
    </div>
  );
}

interface ActionProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Action({ label, onClick, children }: ActionProps) {
  return (
    <button type="button" className="action" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}

const removal = 'remove';

const focusOnRow = (inside: Element): void => inside.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true });

/** Asks in the row whether to delete what it shows, if this user may: the answer is another press of a key. */
export function askToRemove(row: Element): void {
  const button = row.querySelector<HTMLElement>(`[data-deed=${removal}]`);
  button?.focus();
  button?.click();
}

/** Asks once more, since there is no way back. */
function DeleteButton({ onDelete }: { readonly onDelete: () => void }) {
  const said = useTexts(texts);
  const [asked, setAsked] = useState(false);
  const remove = ({ currentTarget }: MouseEvent): void => {
    // The button goes with the message; whoever came by keyboard stays where it was.
    focusOnRow(currentTarget);
    onDelete();
  };
  return (
    <button
      type="button"
      className="action"
      data-deed={removal}
      data-asked={asked}
      aria-label={asked ? said.reallyRemove : said.remove}
      onClick={asked ? remove : () => setAsked(true)}
      onBlur={() => setAsked(false)}
      onMouseLeave={() => setAsked(false)}
    >
      {asked ? said.removeAsk : <DeleteIcon />}
    </button>
  );
}
