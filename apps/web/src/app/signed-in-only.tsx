import { Navigate, Outlet, useLocation } from 'react-router';
import { UnreachableScreen } from '../screens/message-screen.js';
import { useApp, useIdentity } from './app-context.js';

/** Pages for those who have said who they are; others are asked first and come back here. */
export function SignedInOnly() {
  const { identity } = useApp();
  const state = useIdentity();
  const { pathname } = useLocation();
  switch (state.kind) {
    case 'loading':
      return null;
    case 'unreachable':
      return <UnreachableScreen onRetry={() => void identity.restore()} />;
    case 'signedOut':
      return <Navigate to={pathname === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathname)}`} replace />;
    case 'signedIn':
      return <Outlet />;
  }
}
