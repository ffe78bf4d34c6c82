import { useState, type KeyboardEvent, type SubmitEvent } from 'react';
import type { RoomSession } from '../room/room-session.js';
import { GrowingTextarea } from './growing-textarea.js';
import { SendIcon } from '../look/icons.js';

interface Props {
  readonly roomName: string;
  readonly session: RoomSession;
  readonly onEditLast: () => void;
}

/** Usable while disconnected too: what is said then goes out later. */
export function Composer({ roomName, session, onEditLast }: Props) {
  const [text, setText] = useState('');

  const change = (value: string): void => {
    setText(value);
    if (value) session.typed();
    else session.stoppedTyping();
  };
  const send = (): void => {
    const content = text.trim();
    if (!content) return;
    session.say(content);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      onEditLast();
      return;
    }
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send();
  };

  return (
    <form className="composer" onSubmit={submit}>
      <GrowingTextarea
        label="Message"
        placeholder={`Message ${roomName}`}
        testId="message-box"
        value={text}
        onChange={change}
        onKeyDown={onKeyDown}
        onBlur={session.stoppedTyping}
        // On a phone that would open the keyboard over the conversation.
        autoFocus={matchMedia('(pointer: fine)').matches}
      />
      <button type="submit" className="primary send" aria-label="Send" data-testid="send" disabled={!text.trim()}>
        <SendIcon />
      </button>
    </form>
  );
}
