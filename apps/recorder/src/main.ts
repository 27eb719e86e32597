import { loadSettings } from '@videocall/platform-config';
import { runService } from '@videocall/platform-service';
import { recorderSettings } from './config/settings.js';
import { recorderService } from './recorder-service.js';

await runService(recorderService(loadSettings(recorderSettings)));
