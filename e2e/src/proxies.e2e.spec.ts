import { NotUpgraded } from './client.js';
import { setScene } from './scene.js';

const AT_MOST = 2;
const scene = setScene({
  env: { NOROSHI_TRUSTED_PROXIES: '127.0.0.0/8', NOROSHI_MAX_CONNECTIONS_PER_ADDRESS: String(AT_MOST) },
});
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

describe('behind a proxy that is trusted', () => {
  it('a connection counts for the address that the proxy names', async () => {
    for (let index = 0; index < AT_MOST; index += 1) await scene.connect(`ann-${index}`, from('198.51.100.1'));
    await expect(scene.connect('ann-more', from('198.51.100.1'))).rejects.toEqual(new NotUpgraded(429));
    await scene.connect('ben', from('198.51.100.2'));
  });

  it('nobody gets another address by naming one before the proxy does', async () => {
    for (let index = 0; index < AT_MOST; index += 1)
      await scene.connect(`cho-${index}`, from(`203.0.113.${index}, 198.51.100.3`));
    const again = scene.connect('cho-more', from('203.0.113.99, 198.51.100.3'));
    await expect(again).rejects.toEqual(new NotUpgraded(429));
  });

  it('the proxy itself is counted where it names nobody', async () => {
    for (let index = 0; index < AT_MOST; index += 1) await scene.connect(`dai-${index}`);
    await expect(scene.connect('dai-more')).rejects.toEqual(new NotUpgraded(429));
  });
});
