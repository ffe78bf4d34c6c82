import { useTyping } from '@noroshi/react';
import type { Room } from '@noroshi/client';
import { useRef, type KeyboardEvent, type SubmitEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { EmojiButton } from '../../look/emoji-button.js';
import { GrowingTextarea } from '../../look/growing-textarea.js';
import { CloseIcon, ReplyIcon, SendIcon } from '../../look/icons.js';
import { texts } from '../texts.js';
import { completeMention, type Completion } from './complete-mention.js';
import type { Draft } from './draft.js';
import { MentionList, useMentions } from './mention-list.js';

interface Props {
  readonly room: Room;
  readonly roomName: string;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onSend: (content: string) => void;
  readonly onEditLast: () => void;
}

/** Usable while disconnected too: what is said then goes out later. */
export function Composer({ room, roomName, draft, onDraft, onSend, onEditLast }: Props) {
  const said = useTexts(texts);
  const { setTyping } = useTyping(room);
  const form = useRef<HTMLFormElement>(null);
  const change = (text: string): void => {
    onDraft({ ...draft, text });
    setTyping(text !== '');
  };
  const mentions = useMentions({ room, text: draft.text });
  const complete = (completion: Completion): void => {
    change(completeMention(draft.text, completion));
    form.current?.querySelector('textarea')?.focus();
  };
  const send = (): void => {
    const content = draft.text.trim();
    if (!content) return;
    setTyping(false);
    onSend(content);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };
  const deeds = { send, editLast: onEditLast, endReply: () => onDraft({ text: draft.text }) };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a word.
    if (event.nativeEvent.isComposing || mentions.onKeyDown(event, complete)) return;
    const meant = deedOf(event, draft);
    if (!meant) return;
    event.preventDefault();
    deeds[meant]();
  };
  return (
    <form className="composer" onSubmit={submit} ref={form}>
      <MentionList mentions={mentions} onPick={complete} />
      {draft.replyTo && <ReplyingTo draft={draft} onDraft={onDraft} />}
      <GrowingTextarea
        label={said.message}
        placeholder={said.messageIn(roomName)}
        testId="message-box"
        value={draft.text}
        onChange={change}
        onKeyDown={onKeyDown}
        onBlur={() => setTyping(false)}
        // On a phone that would open the keyboard over the conversation.
        autoFocus={matchMedia('(pointer: fine)').matches}
      />
      <ComposerButtons isEmpty={draft.text.trim() === ''} onEmoji={(emoji) => change(`${draft.text}${emoji}`)} />
    </form>
  );
}

function deedOf(
  { key, shiftKey }: KeyboardEvent,
  { text, replyTo }: Draft,
): 'send' | 'editLast' | 'endReply' | undefined {
  if (key === 'ArrowUp' && text === '') return 'editLast';
  if (key === 'Enter' && !shiftKey) return 'send';
  return key === 'Escape' && replyTo ? 'endReply' : undefined;
}

interface ButtonsProps {
  readonly isEmpty: boolean;
  readonly onEmoji: (emoji: string) => void;
}

function ComposerButtons({ isEmpty, onEmoji }: ButtonsProps) {
  const said = useTexts(texts);
  return (
    <div className="composer-buttons">
      <EmojiButton label={said.emoji} className="icon-button" onPick={onEmoji} />
      <button type="submit" className="primary send" aria-label={said.send} data-testid="send" disabled={isEmpty}>
        <SendIcon />
      </button>
    </div>
  );
}

function ReplyingTo({ draft, onDraft }: Pick<Props, 'draft' | 'onDraft'>) {
  const said = useTexts(texts);
  return (
    <p className="replying-to">
      <ReplyIcon />
      <bdi className="quote-author">{said.replyingTo(draft.replyTo?.name ?? '')}</bdi>
      <span className="quote-text">{draft.replyTo?.excerpt}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={said.cancelReply}
        onClick={() => onDraft({ text: draft.text })}
      >
        <CloseIcon />
      </button>
    </p>
  );
}
