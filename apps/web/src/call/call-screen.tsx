import { Page } from '../app/page.js';
export function Component() {
  return <Page title="call" card>call</Page>;
}
