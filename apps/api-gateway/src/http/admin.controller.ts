import { Controller, Inject } from '@nestjs/common';
import { AUTH_SERVICE, repeatably, type AuthService } from '../adapters/services.js';
import { auditEventJson } from '../mapping/identity-json.js';
import { FromRequest, RestEndpoint, type Input, type Output } from './rest-endpoint.js';

/** What only administrators see; auth checks that they are. */
@Controller()
export class AdminController {
  constructor(@Inject(AUTH_SERVICE) private readonly auth: AuthService) {}

  @RestEndpoint('listAuditEvents')
  async listAuditEvents(@FromRequest() { query, caller }: Input<'listAuditEvents'>): Output<'listAuditEvents'> {
    const { events, nextPageToken } = await this.auth.listAuditEvents(query, repeatably(caller));
    return { events: events.map(auditEventJson), nextPageToken };
  }
}
