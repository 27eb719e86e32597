import { useEffect } from 'react';
import { I18nProvider, RouterProvider as AriaRouterProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Outlet, createBrowserRouter, useHref, useNavigate } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { changeLanguage } from '../i18n/i18n.js';
import { languageFor } from '../i18n/language.js';
import { EndedScreen } from '../screens/ended/ended-screen.js';
import { JoinByCodeScreen, JoinScreen } from '../screens/entry/join-screen.js';
import { RoomScreen } from '../screens/entry/room-screen.js';
import { HomeScreen } from '../screens/home/home-screen.js';
import { RegisterScreen } from '../screens/identity/register-screen.js';
import { SignInScreen } from '../screens/identity/sign-in-screen.js';
import { RecordingScreen } from '../screens/recordings/recording-screen.js';
import { RecordingsScreen } from '../screens/recordings/recordings-screen.js';
import { BrokenScreen, NotFoundScreen } from '../screens/message-screen.js';
import { AppProvider, type AppServices, useSettings } from './app-context.js';
import { AppUpdate } from './app-update.js';
import { Messages } from './messages.js';
import { OfflineBanner } from './offline-banner.js';
import { SignedInOnly } from './signed-in-only.js';

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      { path: '/sign-in', element: <SignInScreen /> },
      { path: '/register', element: <RegisterScreen /> },
      { path: '/join', element: <JoinByCodeScreen /> },
      { path: '/join/:code', element: <JoinScreen /> },
      { path: '/room/:name', element: <RoomScreen /> },
      { path: '/ended', element: <EndedScreen /> },
      {
        element: <SignedInOnly />,
        children: [
          { path: '/', element: <HomeScreen /> },
          { path: '/recordings', element: <RecordingsScreen /> },
          { path: '/recordings/:recordingId', element: <RecordingScreen /> },
          { path: '/test', lazy: () => import('../device-test/device-test-screen.js'), hydrateFallbackElement: <></> },
          // The call is half of the code, and most of the other pages do not need it.
          { path: '/call/:callId', lazy: () => import('../call/call-screen.js'), hydrateFallbackElement: <></> },
        ],
      },
      { path: '*', element: <NotFoundScreen /> },
    ],
  },
]);

/** The whole app. */
export function App({ services }: { readonly services: AppServices }) {
  return (
    <AppProvider services={services}>
      <Appearance />
      <RouterProvider router={router} />
    </AppProvider>
  );
}

/** Puts the chosen theme and language on the document. */
function Appearance() {
  const [{ theme, language }] = useSettings();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    void changeLanguage(languageFor(language, navigator.languages));
  }, [language]);
  return null;
}

function Shell() {
  return (
    <Localised>
      <OfflineBanner />
      <Outlet />
      <AppUpdate />
      <Messages />
    </Localised>
  );
}

function Broken() {
  return (
    <Localised>
      <BrokenScreen />
    </Localised>
  );
}

/** The components' own words in the page's language, and their links through the router. */
function Localised({ children }: { readonly children: React.ReactNode }) {
  const { i18n } = useTranslation();
  const navigate = useNavigate();
  return (
    <I18nProvider locale={i18n.language}>
      <AriaRouterProvider navigate={(path) => void navigate(path)} useHref={useHref}>
        {children}
      </AriaRouterProvider>
    </I18nProvider>
  );
}
