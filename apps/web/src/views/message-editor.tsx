import { useState, type KeyboardEvent } from 'react';
import { GrowingTextarea } from './growing-textarea.js';

interface Props {
  readonly content: string;
  readonly onSave: (content: string) => void;
  readonly onClose: () => void;
}

export function MessageEditor({ content, onSave, onClose }: Props) {
  const [text, setText] = useState(content);
  const save = (): void => {
    const trimmed = text.trim();
    if (trimmed && trimmed !== content) onSave(trimmed);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <div className="editor">
      <GrowingTextarea label="Edit message" value={text} onChange={setText} onKeyDown={onKeyDown} autoFocus />
      <div className="editor-foot">
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="primary" onClick={save} disabled={text.trim() === ''}>
          Save
        </button>
      </div>
    </div>
  );
}
