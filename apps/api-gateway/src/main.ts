import { runService } from '@videocall/platform-service';
import { gatewaySettings } from './config/settings.js';
import { gatewayService } from './gateway-service.js';

await runService(gatewayService(gatewaySettings()));
