/** What this page says in the rooms dialect. */
export type ClientFrame =
  | { readonly action: 'ping' }
  | { readonly action: 'joinRoom'; readonly roomId: string; readonly roomName?: string }
  | {
      readonly action: 'message';
      readonly roomId: string;
      readonly content: string;
      readonly messageType: 'text';
      readonly clientMessageId: string;
    }
  | { readonly action: 'typing'; readonly roomId: string; readonly isTyping: boolean }
  | { readonly action: 'members'; readonly roomId: string }
  | { readonly action: 'edit'; readonly roomId: string; readonly messageId: string; readonly content: string }
  | { readonly action: 'delete'; readonly roomId: string; readonly messageId: string }
  | {
      readonly action: 'react';
      readonly roomId: string;
      readonly messageId: string;
      readonly emoji: string;
      readonly remove?: true;
    };
