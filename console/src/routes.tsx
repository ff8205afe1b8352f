import { Button } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Link, Navigate, useLocation, type RouteObject } from 'react-router';
import { useSession } from './api/session';
import { HOME_PATHS } from './shell/navigation';
import { Shell } from './shell/Shell';
import { EmptyState } from './ui/States';

/** A page in its own chunk. */
const page = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => ({
  path,
  hydrateFallbackElement: <></>,
  lazy: async () => ({ Component: (await load()).default }),
});

const PAGES: RouteObject[] = [
  page('/overview', () => import('./pages/overview/Overview')),
  page('/tickets', () => import('./pages/tickets/Tickets')),
  page('/tickets/:number', () => import('./pages/tickets/Tickets')),
  page('/feedback', () => import('./pages/feedback/Feedback')),
  page('/feedback/:id', () => import('./pages/feedback/Feedback')),
  page('/customers/:id', () => import('./pages/customer/Customer')),
  page('/store', () => import('./pages/store/Store')),
  page('/scorecards', () => import('./pages/scorecards/Scorecards')),
  page('/schemes/:key', () => import('./pages/scorecards/Scheme')),
  page('/fusion', () => import('./pages/fusion/Fusion')),
  page('/journeys', () => import('./pages/journeys/Journeys')),
  page('/invitations', () => import('./pages/invitations/Invitations')),
  page('/imports', () => import('./pages/imports/Imports')),
  page('/org', () => import('./pages/org/Org')),
  page('/accounts', () => import('./pages/accounts/Accounts')),
  page('/rules', () => import('./pages/rules/Rules')),
  page('/system', () => import('./pages/system/System')),
  page('/surveys', () => import('./pages/surveys/Surveys')),
  page('/surveys/new', () => import('./pages/surveys/start/StartSurvey')),
  page('/surveys/:key/edit', () => import('./pages/surveys/editor/Editor')),
  page('/surveys/:key', () => import('./pages/surveys/SurveyPage')),
];

function Home() {
  const { me } = useSession();
  const { search } = useLocation();
  // A link to "/?unit=…" names a unit to look at, whoever follows it.
  const path = search.includes('unit=') ? '/overview' : (HOME_PATHS[me.home] ?? '/overview');
  return <Navigate replace to={path + search} />;
}

function NotFound() {
  const { t } = useTranslation('shell');
  return <EmptyState title={t('notFound.title')} hint={t('notFound.hint')} action={<Link to="/">{t('notFound.home')}</Link>} />;
}

function Crashed() {
  const { t } = useTranslation('shell');
  return <EmptyState title={t('crashed.title')} hint={t('crashed.hint')} action={<Button onClick={() => window.location.reload()}>{t('crashed.reload')}</Button>} />;
}

// The gallery is for those who build the console: absent from the product's bundle.
const GALLERY: RouteObject[] =
  import.meta.env.DEV || import.meta.env.MODE === 'gallery' ? [page('/gallery', () => import('./gallery/Gallery'))] : [];

export const router = createBrowserRouter([
  ...GALLERY,
  {
    path: '/',
    element: <Shell />,
    errorElement: <Crashed />,
    hydrateFallbackElement: <></>,
    children: [{ index: true, element: <Home /> }, ...PAGES, { path: '*', element: <NotFound /> }],
  },
]);
