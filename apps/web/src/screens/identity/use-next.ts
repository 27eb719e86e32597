import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { nextPath } from './next-path.js';

/** Where somebody wanted to go who has to say first who they are, and the way there. */
export interface Next {
  /** With its fragment: a call's key, which stays out of requests. */
  readonly path: string;
  go(): Promise<void>;
  /** The link to another form of this kind, which leads on to the same place. */
  by(form: '/sign-in' | '/register'): string;
}

export function useNext(): Next {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { hash } = useLocation();
  const next = nextPath(search.get('next'));
  const path = `${next}${hash}`;
  return {
    path,
    go: async () => navigate(path, { replace: true }),
    by: (form) => (next === '/' ? form : `${form}?next=${encodeURIComponent(next)}${hash}`),
  };
}
