import { Webhook } from 'standardwebhooks';
import { signatureHeaders } from './signature.js';

const body = '{"type":"MessagePosted","data":{"content":"wörld 🔥"}}';
const BASE64 = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('a signature', () => {
  it('is what the library of the standard expects', () => {
    const headers = signatureHeaders(BASE64, { id: 'room_e-1', at: Date.now(), body });
    expect(new Webhook(BASE64).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(BASE64).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(BASE64).verify(body, { ...headers, 'webhook-id': 'room_e-2' })).toThrow();
  });

  it('may be made with a secret that is any text', () => {
    const headers = signatureHeaders('a secret of ours', { id: 'x', at: Date.now(), body });
    expect(new Webhook('a secret of ours', { format: 'raw' }).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('is the same as ever', () => {
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    expect(signatureHeaders(BASE64, { id, at: 1_614_265_330_000, body: '{"test": 2432232314}' })).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});
