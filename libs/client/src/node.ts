export { fileOutbox, type FileOutbox } from './storage/file-outbox.js';
