import type { Provider } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { InviteLinks } from './invite-links.js';
import { OPENAPI_DOCUMENT, openApiDocument } from './openapi-document.js';
import { BrowserCookie } from './browser-cookie.js';
import { RefreshCookie } from './refresh-cookie.js';

/** What the HTTP edge makes of the public URL. */
export const httpProviders: Provider[] = [
  { provide: InviteLinks, inject: [SETTINGS], useFactory: ({ PUBLIC_URL }: Settings) => new InviteLinks(PUBLIC_URL) },
  {
    provide: BrowserCookie,
    inject: [SETTINGS],
    useFactory: ({ PUBLIC_URL }: Settings) => new BrowserCookie(PUBLIC_URL),
  },
  {
    provide: RefreshCookie,
    inject: [SETTINGS],
    useFactory: ({ PUBLIC_URL }: Settings) => new RefreshCookie(PUBLIC_URL),
  },
  {
    provide: OPENAPI_DOCUMENT,
    inject: [SETTINGS],
    useFactory: ({ PUBLIC_URL }: Settings) => openApiDocument(PUBLIC_URL),
  },
];
