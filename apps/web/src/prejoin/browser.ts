/** Browsers by where they keep their permissions. */
export type Browser = 'chromium' | 'firefox' | 'safariMac' | 'safariIos' | 'inApp';

/** Browsers inside of other apps: they often give no camera at all. */
const IN_APP = /FBAN|FBAV|Instagram|Line\/|MicroMessenger|Twitter|LinkedInApp|; wv\)/;

/**
 * @param maxTouchPoints tells an iPad, which calls itself a Mac, from a Mac
 */
export function browserOf(userAgent: string, maxTouchPoints: number): Browser {
  if (IN_APP.test(userAgent)) return 'inApp';
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'safariIos';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return /Safari\//.test(userAgent) && !/Chrome|Chromium/.test(userAgent) ? 'safariMac' : 'chromium';
}
