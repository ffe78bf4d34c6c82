import { useState, type KeyboardEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { GrowingTextarea } from '../../look/growing-textarea.js';
import { texts } from '../texts.js';

interface Props {
  readonly content: string;
  readonly onSave: (content: string) => void;
  readonly onClose: () => void;
}

export function MessageEditor({ content, onSave, onClose }: Props) {
  const said = useTexts(texts);
  const [text, setText] = useState(content);
  const save = (): void => {
    const trimmed = text.trim();
    if (trimmed && trimmed !== content) onSave(trimmed);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // What is typed here is none of the log's keys.
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <div className="editor">
      <GrowingTextarea label={said.edit} value={text} onChange={setText} onKeyDown={onKeyDown} autoFocus />
      <div className="editor-foot">
        <button type="button" className="quiet" onClick={onClose}>
          {said.cancel}
        </button>
        <button type="button" className="primary" onClick={save} disabled={text.trim() === ''}>
          {said.save}
        </button>
      </div>
    </div>
  );
}
