import { loadSettings } from '@videocall/platform-config';
import { runService } from '@videocall/platform-service';
import { echoTestSettings } from './config/settings.js';
import { echoTestService } from './echo-test-service.js';

await runService(echoTestService(loadSettings(echoTestSettings)));
