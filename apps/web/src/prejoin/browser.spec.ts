import { browserOf } from './browser.js';

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('browserOf', () => {
  it.each([
    [`${mac} Chrome/150.0.0.0 Safari/537.36 Edg/150.0`, 0, 'chromium'],
    [`${mac} Version/19.0 Safari/605.1.15`, 0, 'safariMac'],
    [`${mac} Version/19.0 Safari/605.1.15`, 5, 'safariIos'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/150.0 Mobile Safari/604.1', 5, 'safariIos'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0, 'firefox'],
    ['Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/150.0 Mobile Safari/537.36', 5, 'chromium'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile Line/15.1', 5, 'inApp'],
    ['Mozilla/5.0 (Linux; Android 16; Pixel 9; wv) Version/4.0 Chrome/150.0 Mobile Safari/537.36', 5, 'inApp'],
  ])('%s with %i touch points is %s', (userAgent, touch, expected) => {
    expect(browserOf(userAgent, touch)).toBe(expected);
  });
});
