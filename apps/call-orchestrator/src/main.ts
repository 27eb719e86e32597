import { loadSettings } from '@videocall/platform-config';
import { runService } from '@videocall/platform-service';
import { orchestratorSettings } from './config/settings.js';
import { orchestratorService } from './orchestrator-service.js';

await runService(orchestratorService(loadSettings(orchestratorSettings)));
