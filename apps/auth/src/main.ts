import { loadSettings } from '@videocall/platform-config';
import { runService } from '@videocall/platform-service';

import { authService } from './auth-service.js';
import { authSettings } from './config/settings.js';

await runService(authService(loadSettings(authSettings)));
