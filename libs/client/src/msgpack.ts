export { msgpackCodec } from './codecs/msgpack-codec.js';
