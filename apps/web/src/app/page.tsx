import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Header } from './header.js';
import { MaintenanceBanner } from './maintenance-banner.js';
import './page.css';

interface PageProps {
  /** Of the document and, unless `heading` says otherwise, of the page. */
  readonly title: string;
  readonly heading?: ReactNode;
  /** A card in the middle of the page instead of the full width. */
  readonly card?: boolean;
  readonly children: ReactNode;
}

/** A page outside of a call: header, and a heading that takes the focus when one arrives. */
export function Page({ title, heading, card = false, children }: PageProps) {
  const { t } = useTranslation();
  return (
    <>
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <MaintenanceBanner />
      <Header />
      <main id="content" className={card ? 'page page-card' : 'page'}>
        <div className={card ? 'card' : 'page-content'}>
          <PageHeading title={title}>{heading ?? title}</PageHeading>
          {children}
        </div>
      </main>
    </>
  );
}

/** The `h1`: names the document, and takes the focus so that a screen reader begins here. */
export function PageHeading({
  title,
  children,
  className,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('title', { page: title });
  }, [t, title]);
  useEffect(() => {
    // A field that asked for the focus keeps it.
    if (document.activeElement === null || document.activeElement === document.body)
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
