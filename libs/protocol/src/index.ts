export { disconnects, errors, type Disconnect, type ErrorCode } from './catalogue.js';
export type { ClientFrame, ClientFrameKind, GuestClaim, ResumePoint } from './client-frame.js';
export type { ErrorFrame, FrameRef, ServerFrame } from './server-frame.js';
export type { DialectDescription } from './description.js';
export type { Decoded, Dialect, SessionTraits } from './dialect.js';
export { roomsDialect } from './dialects/rooms/rooms-dialect.js';
export { MAX_NESTING, parseJson, type ParsedJson } from './parse-json.js';
export { messageItem } from './dialects/rooms/message-item.js';
